package telegramtest

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// PipeListener is a net.Listener without a socket, so that a server and its clients can live inside a testing/synctest bubble,
// where a goroutine in a socket read would stop the bubble's clock for ever. Make it inside the bubble.
type PipeListener struct {
	incoming chan net.Conn
	done     chan struct{}
	once     sync.Once
}

// NewPipeListener returns a listener that accepts what its DialContext dials.
func NewPipeListener() *PipeListener {
	return &PipeListener{incoming: make(chan net.Conn), done: make(chan struct{})}
}

// Accept waits for the next dialled connection.
func (l *PipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.incoming:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close ends Accept; connections that are open stay open. It may be called twice.
func (l *PipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr is a name that resolves nowhere.
func (l *PipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "telegram.test" }

// DialContext connects to the listener whatever the address is; it fits http.Transport.DialContext.
func (l *PipeListener) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.incoming <- server:
		return client, nil
	case <-l.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Client returns a client that reaches only this listener. Call its CloseIdleConnections before a bubble ends.
func (l *PipeListener) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: l.DialContext}}
}
