package zalo_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/zalo"
)

func decoder(tb testing.TB) *zalo.Adapter {
	tb.Helper()
	a, err := zalo.New(zalo.Config{Token: "1459232241454765289:abc"})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(a.Close)
	return a
}

const person = `"from":{"id":"6ede9afa66b88fe6d6a9","display_name":"Ted","is_bot":false},"chat":{"id":"6ede9afa66b88fe6d6a9","chat_type":"PRIVATE"}`

func TestDecode(t *testing.T) {
	t.Parallel()
	text := `{"event_name":"message.text.received","message":{` + person + `,"text":"Xin chào","message_id":"2d758cb5e222177a4e35","date":1750316131602}}`
	photo := func(field string) string {
		return `{"event_name":"message.image.received","message":{` + person + `,"` + field + `":"https://photo-stal-1.zdn.vn/a.jpg","caption":"gcn","message_id":"m2"}}`
	}
	for name, c := range map[string]struct {
		body string
		want []channel.EventKind
		text string
	}{
		"unwrapped":           {text, []channel.EventKind{channel.Text}, "Xin chào"},
		"wrapped":             {`{"ok":true,"result":` + text + `}`, []channel.EventKind{channel.Text}, "Xin chào"},
		"a list":              {`{"ok":true,"result":[` + text + `,` + photo("photo_url") + `]}`, []channel.EventKind{channel.Text, channel.Upload}, "Xin chào"},
		"photo_url":           {photo("photo_url"), []channel.EventKind{channel.Upload}, "gcn"},
		"photo":               {photo("photo"), []channel.EventKind{channel.Upload}, "gcn"},
		"nothing":             {`{"ok":true,"result":null}`, nil, ""},
		"an empty object":     {`{}`, nil, ""},
		"an empty list":       {`[]`, nil, ""},
		"no body":             {"", nil, ""},
		"an unknown event":    {`{"event_name":"user.danced","message":{` + person + `,"message_id":"m3"},"more":[1,{}]}`, []channel.EventKind{channel.Unhandled}, ""},
		"a document":          {`{"event_name":"message.unsupported.received","message":{` + person + `,"message_id":"m3"}}`, []channel.EventKind{channel.Unhandled}, ""},
		"no message":          {`{"event_name":"message.unsupported.received"}`, nil, ""},
		"a sticker object":    {`{"event_name":"message.sticker.received","message":{` + person + `,"message_id":"m4","sticker":{"id":1}}}`, []channel.EventKind{channel.Unhandled}, ""},
		"ids that are digits": {`{"event_name":"message.text.received","message":{"from":{"id":12345678901234567890},"chat":{"id":12345678901234567890},"text":"a","message_id":7}}`, []channel.EventKind{channel.Text}, "a"},
		"a bot":               {`{"event_name":"message.text.received","message":{"from":{"id":"b","is_bot":true},"chat":{"id":"c"},"text":"a","message_id":"m"}}`, nil, ""},
		"NFD":                 {`{"event_name":"message.text.received","message":{` + person + `,"text":"tiê` + "\u0301" + `n đô` + "\u0323" + `","message_id":"m5"}}`, []channel.EventKind{channel.Text}, "tiến độ"},
		"a text without text": {`{"event_name":"message.text.received","message":{` + person + `,"message_id":"m6"}}`, []channel.EventKind{channel.Unhandled}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := decoder(t).Decode([]byte(c.body))
			if err != nil || len(events) != len(c.want) {
				t.Fatalf("%d events, %v", len(events), err)
			}
			for i, e := range events {
				if e.Kind != c.want[i] || e.Channel != channel.Zalo || e.Account != "1459232241454765289" || e.Chat == "" || e.User == "" || e.Key == "" {
					t.Errorf("event %d: %+v", i, e)
				}
			}
			if len(events) > 0 && events[0].Text != c.text {
				t.Errorf("the text is %q, want %q", events[0].Text, c.text)
			}
		})
	}
}

func TestWhatIsInAnEvent(t *testing.T) {
	t.Parallel()
	a := decoder(t)
	events, err := a.Decode([]byte(`{"event_name":"message.text.received","message":{` + person + `,"text":" /hoc 2h ","message_id":"m1","date":1750316131602}}`))
	if err != nil {
		t.Fatal(err)
	}
	e := events[0]
	if !e.Sent.Equal(time.UnixMilli(1750316131602)) || e.Sender != "Ted" || e.Key != "6ede9afa66b88fe6d6a9/m1" || e.Message != "m1" || e.Group || e.ToBot || e.Text != "/hoc 2h" {
		t.Errorf("%+v", e)
	}
	late, err := a.Decode([]byte(`{"event_name":"message.text.received","message":{` + person + `,"text":"a","message_id":"m1","date":99999999999999999}}`))
	if err != nil || late[0].Sent.Year() > 9999 {
		t.Errorf("a date that cannot be written down: %v %v", late, err)
	}
	if _, err := json.Marshal(late[0]); err != nil {
		t.Errorf("it cannot be stored: %v", err)
	}
	group, err := a.Decode([]byte(`{"event_name":"message.text.received","message":{"from":{"id":"u","name":"` + strings.Repeat("dài ", 50) + `"},"chat":{"id":"g","chat_type":"GROUP"},"text":"@Ai đó chào","message_id":"m2"}}`))
	if err != nil || !group[0].Group || !group[0].ToBot || group[0].User != "u" || group[0].Chat != "g" || channel.Units(group[0].Sender) > 60 {
		t.Errorf("in a group: %+v %v", group, err)
	}
}

// TestKeys tells repetitions from new events, also where there is no id, and however the body is wrapped and spaced.
func TestKeys(t *testing.T) {
	t.Parallel()
	a := decoder(t)
	key := func(body string) channel.UpdateKey {
		t.Helper()
		events, err := a.Decode([]byte(body))
		if err != nil || len(events) != 1 {
			t.Fatalf("%d events, %v", len(events), err)
		}
		return events[0].Key
	}
	bare := `{"event_name":"message.text.received","message":{` + person + `,"text":"a","date":5}}`
	spaced := strings.ReplaceAll(bare, `,"text"`, ` , "text"`)
	if key(bare) != key(`{"ok":true,"result":`+spaced+`}`) {
		t.Error("the same event without an id has two keys")
	}
	if key(bare) == key(strings.Replace(bare, `"date":5`, `"date":6`, 1)) {
		t.Error("two events without ids have one key")
	}
	here := `{"event_name":"message.text.received","message":{"from":{"id":"u"},"chat":{"id":"c1"},"text":"a","message_id":"m"}}`
	if key(here) == key(strings.Replace(here, "c1", "c2", 1)) {
		t.Error("ids of two chats are one")
	}
}

func TestWhatIsNoEvent(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"<html>", `"text"`, "5", `{"ok":true,"result":"x"}`, `{"event_name":"x","message":5}`, `{"event_name":`, "\x00\xff"} {
		if events, err := decoder(t).Decode([]byte(body)); err == nil || len(events) > 0 {
			t.Errorf("%q is %d events, %v", body, len(events), err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"ok":true,"result":{"event_name":"message.text.received","message":{` + person + `,"text":"a","message_id":"m","date":1}}}`))
	f.Add([]byte(`[{"event_name":"message.image.received","message":{"photo":{}}}]`))
	a := decoder(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		events, _ := a.Decode(body)
		for _, e := range events {
			if e.Chat == "" || e.User == "" || e.Key == "" || e.Kind == "" {
				t.Errorf("an event that nobody can answer: %+v", e)
			}
			if _, err := json.Marshal(e); err != nil {
				t.Errorf("it cannot be stored: %v", err)
			}
		}
	})
}

// TestANameHidesNothing: it is shown to the Office beside those of others.
func TestANameHidesNothing(t *testing.T) {
	t.Parallel()
	a := decoder(t)
	for given, want := range map[string]string{
		"Hoa\u202eNA\u202c":         "HoaNA",
		"Lê\u200b Thị\u0007\tHoa\n": "Lê Thị Hoa",
		"👩\u200d💻 An":               "👩\u200d💻 An",
		"\u2066\u2069":              "",
	} {
		name, err := json.Marshal(given)
		if err != nil {
			t.Fatal(err)
		}
		events, err := a.Decode([]byte(`{"event_name":"message.text.received","message":{"message_id":"m","from":{"id":"u","display_name":` +
			string(name) + `},"chat":{"id":"u"},"text":"a"}}`))
		if err != nil || len(events) != 1 {
			t.Fatalf("%d events: %v", len(events), err)
		}
		if sender := events[0].Sender; sender != want {
			t.Errorf("%q is shown as %q", given, sender)
		}
	}
}
