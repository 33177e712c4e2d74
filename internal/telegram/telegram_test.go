package telegram_test

import (
	"strings"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

func TestNewChecksWhatItIsGiven(t *testing.T) {
	t.Parallel()
	const good = "7000000001:AAFakeTokenForTestsOnly000000000000000"
	tests := map[string]struct {
		token, url string
		ok         bool
	}{
		"defaults":           {good, "", true},
		"own server":         {good, "http://127.0.0.1:8081/", true},
		"own server, folder": {good, "https://tuyenquang.gov.vn/tg", true},
		"no token":           {"", "", false},
		"no colon":           {"7000000001AA", "", false},
		"a space":            {good + " ", "", false},
		"a path in it":       {good + "/../x", "", false},
		"no scheme":          {good, "api.telegram.org", false},
		"other scheme":       {good, "ftp://api.telegram.org", false},
		"a query":            {good, "https://api.telegram.org?x=1", false},
		"not a URL":          {good, "https://api telegram", false},
	}
	for name, test := range tests {
		a, err := telegram.New(telegram.Config{Token: test.token, APIURL: test.url})
		if (err == nil) != test.ok {
			t.Errorf("%s: error %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "AAFake") {
			t.Errorf("%s: the error holds the token: %v", name, err)
		}
		if err == nil && a.Account() != "7000000001" {
			t.Errorf("%s: account %q", name, a.Account())
		}
	}
}

// TestNewContactsNobody: the program starts while Telegram is out of reach.
func TestNewContactsNobody(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if n := r.Strangers() + len(r.Calls()) + len(r.Calls("getUpdates")); n != 0 {
		t.Errorf("%d calls were made", n)
	}
	if s := r.adapter.Status(); s != (telegram.Status{}) {
		t.Errorf("status before the start: %+v", s)
	}
}

// TestTwoBotsDoNotMix runs two accounts before one server.
func TestTwoBotsDoNotMix(t *testing.T) {
	t.Parallel()
	first := newRig(t)
	other := first.AddBot(telegramtest.Profile{Token: "7000000002:AAOther", Username: "KhacBot", FirstName: "Khác"})
	second, err := telegram.New(telegram.Config{Token: other.Token(), APIURL: first.URL()})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if err := second.Send(t.Context(), channel.Message{To: to("1001"), Text: "a"}); err != nil {
		t.Fatal(err)
	}
	if len(first.Sent(1001)) != 0 || len(other.Sent(1001)) != 1 || second.Account() != "7000000002" {
		t.Errorf("first %v, other %v, account %s", first.Sent(1001), other.Sent(1001), second.Account())
	}
}
