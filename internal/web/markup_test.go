package web

import (
	"strings"
	"testing"
)

func TestMarkup(t *testing.T) {
	t.Parallel()
	const button = `<button class="cmd" name="text" value="/X">/X</button>`
	b := func(name string) string { return strings.ReplaceAll(button, "/X", "/"+name) }
	for _, test := range []struct{ name, text, want string }{
		{"plain words", "Đã ghi <b>mục</b> số 1 & 2", "Đã ghi &lt;b&gt;mục&lt;/b&gt; số 1 &amp; 2"},
		{"a command", "Gõ /hoc để ghi, /trogiup để xem.", "Gõ " + b("hoc") + " để ghi, " + b("trogiup") + " để xem."},
		{"a command in quotes and at the ends", "/toi «/hoc» (/sua)", b("toi") + " «" + b("hoc") + "» (" + b("sua") + ")"},
		{"a fraction and a path", "1/hai và/hoặc /etc/passwd a/b 24/11", "1/hai và/hoặc /etc/passwd a/b 24/11"},
		{"no command with diacritics", "/học rồi", "/học rồi"},
		{"an address", "Mở https://hoc.example.vn/moi?code=AB&x=1.", `Mở <a href="https://hoc.example.vn/moi?code=AB&amp;x=1" rel="noreferrer">https://hoc.example.vn/moi?code=AB&amp;x=1</a>.`},
		{"an address in quotes", `"https://x.vn"`, `&#34;<a href="https://x.vn" rel="noreferrer">https://x.vn</a>&#34;`},
		{"no other scheme", "javascript:alert(1) data:text/html,x", "javascript:alert(1) data:text/html,x"},
		{"nothing", "", ""},
	} {
		if got := string(markup(test.text, true)); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
	if got := string(markup("Gõ /hoc", false)); got != "Gõ /hoc" {
		t.Errorf("the person's own words: %s", got)
	}
}

func FuzzMarkupLetsNoTagThrough(f *testing.F) {
	for _, seed := range []string{"<a", "https://x\"'<>", "/hoc</button>", "https://https://", "«/hoc»", "\xff/hoc"} {
		f.Add(seed)
	}
	ours := strings.NewReplacer(`<button class="cmd" name="text" value="`, "", `</button>`, "", `<a href="`, "", `" rel="noreferrer">`, "", `</a>`, "", `">`, "")
	f.Fuzz(func(t *testing.T, text string) {
		if left := ours.Replace(string(markup(text, true))); strings.ContainsAny(left, `<>"`) {
			t.Errorf("%q became %q", text, left)
		}
	})
}

func TestSizesAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[int64]string{0: "", 1: "1 KB", 2048: "2 KB", 1 << 20: "1,0 MB", 1600 << 10: "1,6 MB"} {
		if got := sizeText(bytes); got != want {
			t.Errorf("%d bytes: %q, want %q", bytes, got, want)
		}
	}
}
