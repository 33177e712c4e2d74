package endtoend_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sohoc/internal/endtoend"
	"sohoc/internal/telegram/telegramtest"
)

const roster = `Mã,Họ và tên,Đơn vị,Chức vụ,Vai trò,Đối tượng
GD01,Nguyễn Thị Thu Hà,Lãnh đạo Sở,Giám đốc,lãnh đạo Sở,công chức
VP01,Trần Văn Minh,Văn phòng,Chánh Văn phòng,"trưởng đơn vị, văn phòng",công chức
HC01,Lê Thị Lan,Phòng Hành chính tư pháp,Trưởng phòng,trưởng đơn vị,công chức
HC02,Hoàng Văn Đức,Phòng Hành chính tư pháp,Chuyên viên,,công chức
HC03,Phạm Thị Ánh,Phòng Hành chính tư pháp,Nhân viên,nhân viên,người lao động
`

// The chats from which the people of the roster write.
var chats = map[string]telegramtest.ChatID{"GD01": 501, "VP01": 502, "HC01": 503, "HC02": 504, "HC03": 505}

// person is somebody who writes and reads.
type person struct {
	t    *testing.T
	fake *telegramtest.Server
	chat telegramtest.ChatID
	seen telegramtest.MessageID
}

// says writes and returns the answer.
func (p *person) says(text string) telegramtest.Sent {
	p.t.Helper()
	p.seen = p.fake.Say(p.chat, text).MessageID
	return p.reply()
}

// presses presses a button of the newest message that has it, and returns the answer.
func (p *person) presses(label string) telegramtest.Sent {
	p.t.Helper()
	if _, err := p.fake.Press(p.chat, label); err != nil {
		p.t.Fatal(err)
	}
	return p.reply()
}

func (p *person) reply() telegramtest.Sent {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	s, err := p.fake.WaitReply(ctx, p.chat, p.seen)
	if err != nil {
		p.t.Fatalf("no answer to chat %d: %v", p.chat, err)
	}
	p.seen = s.MessageID
	return s
}

func (p *person) expects(s telegramtest.Sent, parts ...string) {
	p.t.Helper()
	for _, part := range parts {
		if !strings.Contains(s.Text, part) {
			p.t.Errorf("the answer lacks %q:\n%s", part, s.Text)
		}
	}
}

// install imports the roster, gives out codes and starts the program.
func install(t *testing.T, fake *telegramtest.Server) (endtoend.Machine, *endtoend.Process, map[string]string) {
	t.Helper()
	m := machine(t, fake)
	list := filepath.Join(t.TempDir(), "danh-sach.csv")
	must(t, os.WriteFile(list, []byte(roster), 0o600))
	preview, err := m.Run(t.Context(), "import", "roster", list)
	must(t, err)
	if !strings.Contains(preview, "--apply") {
		t.Errorf("the preview does not say how to write:\n%s", preview)
	}
	_, err = m.Run(t.Context(), "import", "roster", list, "--apply")
	must(t, err)
	p, err := m.Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	out, err := m.Run(t.Context(), "invite", "--all", "--format", "csv")
	must(t, err)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
	must(t, err)
	codes := map[string]string{}
	for _, row := range rows[1:] {
		codes[row[0]] = row[3]
	}
	if len(codes) != len(chats) {
		t.Fatalf("%d codes, want %d:\n%s", len(codes), len(chats), out)
	}
	return m, p, codes
}

// TestDepartmentStartsOnMonday plays the first day: an import, invitations, joining, logging, and what head,
// Office and Director see.
func TestDepartmentStartsOnMonday(t *testing.T) {
	t.Parallel()
	fake := telegramtest.Start(t, telegramtest.Options{})
	m, p, codes := install(t, fake)
	people := map[string]*person{}
	for code, chat := range chats {
		people[code] = &person{t: t, fake: fake, chat: chat}
	}
	stranger := &person{t: t, fake: fake, chat: 999}
	stranger.expects(stranger.says("/toi"), "Sổ Học")

	for code, who := range people {
		who.expects(who.says("/start "+strings.ToLower(codes[code])), "trợ lý tự động")
		who.expects(who.presses("Đồng ý"), "/hoc")
		if code == "HC03" {
			continue // has joined, but logs nothing yet
		}
		who.expects(who.says("/hoc 2h luật đất đai"), "Đã ghi mục số", "2 giờ")
	}
	staff := people["HC02"]
	staff.expects(staff.says("sua 3h"), "3 giờ")
	staff.expects(staff.says("/toi"), "Hoàng Văn Đức", "Phòng Hành chính tư pháp", "3 giờ")
	staff.expects(staff.says("/tiendo Văn phòng"), "trưởng đơn vị và Văn phòng")

	head := people["HC01"]
	head.expects(head.says("/tiendo"), "2/3", "Phạm Thị Ánh", "Phòng Hành chính tư pháp")

	office := people["VP01"]
	office.expects(office.says("tien do"), "Văn phòng", "Phòng Hành chính tư pháp", "Lãnh đạo Sở")
	if chart := office.reply(); len(chart.Uploads) != 1 || chart.Method != "sendPhoto" {
		t.Errorf("the Office gets no chart: %+v", chart)
	}
	director := people["GD01"]
	director.expects(director.says("/tiendo"), "Phòng Hành chính tư pháp")

	checkHealth(t, p.URL())
	if _, err := p.Stop(20 * time.Second); err != nil {
		t.Error(err)
	}
	for _, word := range []string{fake.Token(), "Hoàng Văn Đức", "luật đất đai"} {
		if strings.Contains(p.Log(), word) {
			t.Errorf("the log holds %q", word)
		}
	}
	out, err := m.Run(t.Context(), "export", "entries", "--format", "jsonl")
	must(t, err)
	if n := strings.Count(out, "\n"); n != 4 {
		t.Errorf("%d entries are exported, want 4:\n%s", n, out)
	}
}

func checkHealth(t *testing.T, url string) {
	t.Helper()
	resp, err := http.Get(url + "/healthz")
	must(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(t, err)
	var h struct {
		OK       bool `json:"ok"`
		Channels []struct {
			Name     string     `json:"name"`
			LastPoll *time.Time `json:"last_poll"`
		} `json:"channels"`
	}
	must(t, json.Unmarshal(body, &h))
	if resp.StatusCode != http.StatusOK || !h.OK || len(h.Channels) == 0 || h.Channels[0].LastPoll == nil {
		t.Errorf("health is %d %s", resp.StatusCode, body)
	}
	metrics, err := http.Get(url + "/metrics")
	must(t, err)
	defer metrics.Body.Close()
	text, err := io.ReadAll(metrics.Body)
	must(t, err)
	if !strings.Contains(string(text), "sohoc_events_handled_total") || !strings.Contains(string(text), `sohoc_entries_corrected{part="kind"}`) {
		t.Errorf("metrics are %s", text)
	}
}

// TestEvidenceComesByPhoto fetches a real upload and keeps it under the hash of its content.
func TestEvidenceComesByPhoto(t *testing.T) {
	t.Parallel()
	fake := telegramtest.Start(t, telegramtest.Options{})
	m, p, codes := install(t, fake)
	who := &person{t: t, fake: fake, chat: chats["HC02"]}
	who.says("/start " + codes["HC02"])
	who.presses("Đồng ý")
	picture := append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 5000)...)
	who.seen = fake.SharePhoto(who.chat, telegramtest.File{Name: "a.png", MIME: "image/png", Data: picture}, "tập huấn hòa giải 2h").MessageID
	who.expects(who.reply(), "Đã ghi mục số 1")
	who.expects(who.reply(), "minh chứng")
	who.seen = fake.ShareDocument(who.chat, telegramtest.File{Name: "a.pdf", MIME: "application/pdf", Data: []byte("no pdf at all")}, "").MessageID
	who.expects(who.reply(), "chỉ nhận ảnh và tệp PDF") // right behind the photo it belongs to the same entry
	_, err := p.Stop(20 * time.Second)
	must(t, err)
	kept, err := filepath.Glob(filepath.Join(m.Data, "files", "??", "*"))
	must(t, err)
	if len(kept) != 1 {
		t.Errorf("files kept: %v, want the picture alone", kept)
	}
}

// TestTelegramBlocked starts while Telegram cannot be reached, and is well.
func TestTelegramBlocked(t *testing.T) {
	t.Parallel()
	fake := telegramtest.Start(t, telegramtest.Options{})
	m := machine(t, fake, "SOHOC_TELEGRAM_API_URL=http://127.0.0.1:9")
	p, err := m.Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	resp, err := http.Get(p.URL() + "/healthz")
	must(t, err)
	must(t, resp.Body.Close())
	if resp.StatusCode != http.StatusOK {
		t.Errorf("health is %d while Telegram is blocked, want 200", resp.StatusCode)
	}
	second, err := m.Serve(t.Context())
	must(t, err)
	if err := second.Started(t.Context()); err == nil || !strings.Contains(second.Log(), "tiến trình sohoc khác") {
		t.Errorf("a second process serves the same folder: %v\n%s", err, second.Log())
	}
	_, err = p.Stop(20 * time.Second)
	must(t, err)
}

// TestStopsInTime stops while somebody's request hangs: in order, within its time, and with success.
func TestStopsInTime(t *testing.T) {
	t.Parallel()
	fake := telegramtest.Start(t, telegramtest.Options{})
	p, err := machine(t, fake).Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(p.URL(), "http://"))
	must(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte("POST /chat HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"))
	must(t, err)
	took, err := p.Stop(20 * time.Second)
	if err != nil {
		t.Errorf("after %s: %v", took, err)
	}
}
