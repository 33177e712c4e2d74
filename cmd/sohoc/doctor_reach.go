package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"sohoc/internal/channel"
)

// reach tries the messenger, its token and its clock.
func (d *doctor) reach(ctx context.Context, at door) (out []finding, reached bool) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	err := at.probe.Probe(ctx)
	var e *channel.SendError
	switch {
	case err == nil:
		out = append(out, good("%s: token đúng, máy chủ trả lời.", at.name))
	case !errors.As(err, &e):
		return append(out, bad("Chạy lại sau ít phút.", "%s: không thử được: %v.", at.name, err)), false
	case e.Reason == channel.Credentials:
		out = append(out, bad("Lấy token mới rồi đặt lại "+at.token+" và khởi động lại.", "%s: token bị từ chối.", at.name))
	case e.Reason == channel.Throttled:
		out = append(out, warn("Chờ; xem hạn mức: /hanmuc", "%s: máy chủ bảo chờ %s.", at.name, spanText(e.RetryAfter)))
	default:
		return append(out, bad("Thử: curl "+at.api+" . Nếu mạng chặn, dùng máy chủ ở mạng khác hoặc đặt HTTPS_PROXY.",
			"%s: không tới được máy chủ (%s).", at.name, d.causeText(ctx, at.api, e))), false
	}
	return append(out, d.skew(ctx, at)...), err == nil
}

// causeText says in the reader's words what keeps the line to an address from working.
func (d *doctor) causeText(ctx context.Context, address string, err error) string {
	u, parsed := url.Parse(address)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "kết nối bị từ chối"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "máy này không ra được mạng"
	case errors.Is(err, context.DeadlineExceeded):
		return "quá lâu không trả lời"
	case parsed != nil:
		return "địa chỉ không đúng dạng"
	}
	if _, err := net.DefaultResolver.LookupHost(ctx, u.Hostname()); err != nil {
		return "không tìm ra tên máy chủ, DNS"
	}
	if u.Scheme == "https" {
		return "bắt tay TLS không được, hoặc tường lửa trả lời thay"
	}
	return "người khác trả lời thay: proxy hoặc tường lửa"
}

// skew compares the clock with the messenger's.
func (d *doctor) skew(ctx context.Context, at door) []finding {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, at.api, http.NoBody)
	if err != nil {
		return nil
	}
	resp, err := d.http.Do(req)
	if err != nil {
		return nil // it was reached a moment ago
	}
	defer resp.Body.Close()
	there, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return nil
	}
	off := d.clock.Now().Sub(there).Abs()
	const next = "Bật đồng bộ giờ trên máy: timedatectl set-ntp true"
	switch {
	case d.clock.Shifted():
		return []finding{warn("Bỏ SOHOC_CLOCK khi chạy thật.", "%s: SOHOC_CLOCK đang đặt, không so được giờ.", at.name)}
	case off > largeSkew:
		return []finding{bad(next, "%s: đồng hồ của máy lệch %s.", at.name, spanText(off))}
	case off > smallSkew:
		return []finding{warn(next, "%s: đồng hồ của máy lệch %s.", at.name, spanText(off))}
	}
	return []finding{good("%s: đồng hồ của máy đúng.", at.name)}
}

// hostOf leaves out the path, which may hold a secret.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "một địa chỉ lạ"
	}
	return u.Host
}

// public looks whether the program is there under its public address.
func (d *doctor) public(ctx context.Context) []finding {
	if d.cfg.PublicURL == "" {
		return []finding{warn("Đặt SOHOC_PUBLIC_URL=https://… nếu dùng webhook, hoặc gửi tệp và ảnh cho người dùng Zalo.",
			"Địa chỉ công khai: chưa đặt; không có liên kết tệp.")}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(d.cfg.PublicURL, "/")+"/moi", http.NoBody)
	if err != nil {
		return []finding{bad("Sửa SOHOC_PUBLIC_URL.", "Địa chỉ công khai không đúng dạng.")}
	}
	resp, err := d.http.Do(req)
	if err != nil {
		return []finding{bad("Xem proxy, chứng chỉ và tường lửa; thử từ một máy ở ngoài.", "Địa chỉ công khai không mở được (%s).", d.causeText(ctx, d.cfg.PublicURL, err))}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return []finding{bad("Proxy phải chuyển về SOHOC_HTTP_ADDR; sohoc serve phải đang chạy.", "Địa chỉ công khai trả lời %s.", resp.Status)}
	}
	return []finding{good("Địa chỉ công khai mở được từ máy này.")}
}
