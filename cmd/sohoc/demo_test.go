package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"sohoc/internal/evidence"
	"sohoc/internal/i18n"
	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
	"sohoc/locales"
)

// visitor is somebody who tries the demonstration in a browser without script.
type visitor struct {
	t    *testing.T
	http *http.Client
	base string
}

// startDemo runs the command and returns a visitor of its address; the command ends with the test.
func startDemo(t *testing.T) *visitor {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- execute(ctx, []string{"demo", "--addr", "127.0.0.1:0"}, nil, streams{strings.NewReader(""), in, io.Discard})
		_ = in.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("the demonstration ended with %d", code)
		}
	})
	said := make([]byte, 4096)
	n, err := out.Read(said)
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://\S+`).FindString(string(said[:n]))
	if address == "" {
		t.Fatalf("the demonstration names no address:\n%s", said[:n])
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, base: address, http: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

func (v *visitor) get(path string) string {
	v.t.Helper()
	resp, err := v.http.Get(v.base + path)
	return v.read(resp, err)
}

func (v *visitor) post(path string, form url.Values) string {
	v.t.Helper()
	resp, err := v.http.PostForm(v.base+path, form)
	return v.read(resp, err)
}

func (v *visitor) read(resp *http.Response, err error) string {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		v.t.Fatalf("%s: %s %v\n%s", resp.Request.URL, resp.Status, err, body)
	}
	return string(body)
}

var hidden = regexp.MustCompile(`name="(csrf|key)" value="([^"]*)"`)

// says writes something by the page's form, and waits for the answer.
func (v *visitor) says(text string) string {
	v.t.Helper()
	form := url.Values{"text": {text}}
	for _, m := range hidden.FindAllStringSubmatch(v.get("/"), -1) {
		form.Set(m[1], m[2])
	}
	before := len(v.answers())
	v.post("/chat", form)
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); {
		if said := v.answers(); len(said) > before {
			return strings.Join(said[before:], "\n")
		}
	}
	v.t.Fatalf("no answer to %q", text)
	return ""
}

// answers lists what Sổ Học has said in this chat.
func (v *visitor) answers() []string {
	v.t.Helper()
	var page struct {
		Messages []struct {
			Mine bool
			Text string
		}
	}
	if err := json.Unmarshal([]byte(v.get("/chat.json?after=0")), &page); err != nil {
		v.t.Fatal(err)
	}
	var out []string
	for _, m := range page.Messages {
		if !m.Mine {
			out = append(out, m.Text)
		}
	}
	return out
}

func TestDemoShowsEachPersonaTheirThing(t *testing.T) {
	t.Parallel()
	v := startDemo(t)
	v.get("/")
	for _, step := range []struct {
		persona, says string
		wants         []string
	}{
		{"can-bo", "2h luat dat dai hom qua", []string{"Ghi mục này?"}},
		{"can-bo", "có", []string{"Đã ghi mục số", "Luat dat dai"}},
		{"truong-phong", "tien do", []string{"Phòng Hành chính tư pháp", "So với cùng kỳ tháng trước", "toàn Sở", "\nChưa ghi (", "\nMới về (1)", "\nĐang nghỉ (1)", "\nChưa tham gia sổ (1)"}},
		{"truong-phong", "/tiendo tháng trước", []string{"Phòng Hành chính tư pháp", "So với tháng", "chưa tham gia sổ (1)"}},
		{"van-phong", "/tiendo", []string{"Toàn Sở", "Phòng Công chứng số 1"}},
		{"lanh-dao", "/toi", []string{"Giám đốc Sở"}},
	} {
		v.post("/vai", url.Values{"persona": {step.persona}})
		said := v.says(step.says)
		for _, want := range step.wants {
			if !strings.Contains(said, want) {
				t.Errorf("%s says %q; the answer lacks %q:\n%s", step.persona, step.says, want, said)
			}
		}
	}
}

// The same department at every start: who tries it twice, or writes about it, finds the same people.
func TestDemoIsTheSameAtEveryStart(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`<div class="who">.*?</div>`)
	var first string
	for range 2 {
		v := startDemo(t)
		v.post("/vai", url.Values{"persona": {"truong-phong"}})
		who := name.FindString(v.get("/"))
		if who == "" || first != "" && who != first {
			t.Errorf("the head is %q, at the start before %q", who, first)
		}
		first = who
	}
}

// The figures look like those of an office in its second year: most have agreed long ago, some have certificates.
func TestDemoFurnishesAYear(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	catalog, err := i18n.Load(locales.FS)
	if err != nil {
		t.Fatal(err)
	}
	s := newSeeder("2026-11-24", time.FixedZone("+07", 7*3600))
	folder := evidence.Folder{Dir: t.TempDir()}
	if s.proofs, err = proofs(t.Context(), folder); err != nil {
		t.Fatal(err)
	}
	hashes := map[string]bool{}
	for _, p := range s.proofs {
		if _, err := os.Stat(folder.Path(p.Hash)); err != nil || p.MIME != "image/png" {
			t.Errorf("a certificate is %+v: %v", p, err)
		}
		hashes[p.Hash] = true
	}
	if len(hashes) != demoProofs {
		t.Errorf("there are %d different certificates, want %d", len(hashes), demoProofs)
	}
	err = o.database().Update(t.Context(), func(tx *sqlite.Tx) error { return furnish(t.Context(), tx, s, catalog) })
	if err != nil {
		t.Fatal(err)
	}
	err = o.database().View(t.Context(), func(tx *sqlite.Tx) error {
		view := learning.ViewOf(learning.PeriodTo(learning.Month, "2026-03-31"), learning.DefaultRules(), fixedNow(), s.zone)
		members, err := tx.Members(t.Context(), 0, "2026-03-31", view.At)
		joined := 0
		for _, m := range members {
			if m.Joined {
				joined++
			}
		}
		if joined < len(members)*4/5 || joined == len(members) {
			t.Errorf("%d of %d had joined in March", joined, len(members))
		}
		if err != nil {
			return err
		}
		d, err := learning.OfDepartment(t.Context(), tx, learning.ViewOf(learning.PeriodTo(learning.Month, "2026-11-24"), learning.DefaultRules(), fixedNow(), s.zone))
		if duty := d.Total.Duty; duty.Reached < 3 || duty.Reached > duty.Due*3/4 {
			t.Errorf("%d of %d reached the yearly duty", duty.Reached, duty.Due)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPersonasHaveANameInEachLanguage(t *testing.T) {
	t.Parallel()
	catalog, err := i18n.Load(locales.FS)
	if err != nil {
		t.Fatal(err)
	}
	s := newSeeder("2026-11-24", time.UTC)
	s.people = make([]seeded, demoPeople)
	for _, p := range personas(s, catalog) {
		if p.Label != p.Labels[i18n.VI] || p.Labels[i18n.VI] == p.Labels[i18n.EN] || strings.HasPrefix(p.Labels[i18n.EN], "demo.") {
			t.Errorf("%s is called %v", p.Key, p.Labels)
		}
	}
}

func TestAMonthOfTheDemonstrationPasses(t *testing.T) {
	t.Parallel()
	v := startDemo(t)
	page := v.post("/vai", url.Values{"persona": {"lanh-dao"}})
	csrf := regexp.MustCompile(`name="csrf" value="([^"]+)"`).FindStringSubmatch(page)
	if csrf == nil || !strings.Contains(page, `formaction="/tua"`) {
		t.Fatalf("nothing puts the clock forward:\n%s", page)
	}
	got := v.post("/tua", url.Values{"csrf": {csrf[1]}})
	sections := strings.Split(got, "<section")[1:]
	if len(sections) != len(demoRoles) {
		t.Fatalf("the page shows %d people:\n%s", len(sections), got)
	}
	for i, want := range []string{"Ghi ngay", "Tổng hợp đầu tuần của đơn vị", "Tổng hợp đầu tuần toàn Sở", "Tổng hợp tháng toàn Sở"} {
		if n := strings.Count(sections[i], "<details>"); n < 3 || n > 40 {
			t.Errorf("%s receives %d messages in a month", demoRoles[i].key, n)
		}
		if !strings.Contains(sections[i], want) || strings.Contains(sections[i], "<button") {
			t.Errorf("%s is not told %q:\n%s", demoRoles[i].key, want, sections[i])
		}
	}
}
