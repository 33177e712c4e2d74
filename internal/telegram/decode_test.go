package telegram

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
)

const (
	private = `"chat":{"id":1001,"first_name":"Lan","type":"private"}`
	group   = `"chat":{"id":-5001,"title":"Phòng","type":"group"}`
	lan     = `"from":{"id":1001,"is_bot":false,"first_name":"Lan","language_code":"vi"}`
	self    = `"from":{"id":7000000001,"is_bot":true,"first_name":"Sổ Học","username":"SoHocTestBot"}`
	dated   = `"date":1795000000`
)

var received = time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)

func testDecoder() decoder {
	return decoder{account: "7000000001", self: 7000000001, username: "SoHocTestBot", now: received}
}

func msg(parts ...string) string {
	return `{"message_id":77,` + lan + `,` + dated + `,` + strings.Join(parts, ",") + `}`
}

// event is what the parts above come to, altered.
func event(change func(*channel.Event)) channel.Event {
	e := channel.Event{
		Address: channel.Address{Channel: channel.Telegram, Account: "7000000001", Chat: "1001"},
		Key:     "9", Kind: channel.Text, User: "1001", Message: "77", Language: "vi",
		Sent: time.Unix(1795000000, 0).UTC(), Received: received,
	}
	change(&e)
	return e
}

func decodeOne(t *testing.T, body string) (channel.Event, bool) {
	t.Helper()
	var u update
	if err := json.Unmarshal([]byte(body), &u); err != nil {
		t.Fatal(err)
	}
	return testDecoder().event(&u)
}

func TestDecodeKinds(t *testing.T) {
	t.Parallel()
	type change = func(*channel.Event)
	photo := `"photo":[{"file_id":"s","file_unique_id":"1","width":90,"height":67,"file_size":900},` +
		`{"file_id":"l","file_unique_id":"2","width":1280,"height":960,"file_size":90000},` +
		`{"file_id":"m","file_unique_id":"3","width":320,"height":240,"file_size":9000}]`
	tests := map[string]struct {
		update string
		want   change
	}{
		"words": {`"message":` + msg(private, `"text":"/hoc 2h"`), func(e *channel.Event) { e.Text = "/hoc 2h" }},
		"decomposed letters are composed": {
			`"message":` + msg(private, `"text":"tie\u0302\u0301n ddo\u0323\u0302"`),
			func(e *channel.Event) { e.Text = "tiến ddộ" },
		},
		"a start with a code": {
			`"message":` + msg(private, `"text":"/start ABCD2345"`), func(e *channel.Event) { e.Text = "/start ABCD2345" },
		},
		"fields of tomorrow are skipped": {
			`"message":` + msg(private, `"text":"a","hologram":{"depth":[1,2,{"x":null}]}`), func(e *channel.Event) { e.Text = "a" },
		},
		"the largest picture": {`"message":` + msg(private, photo, `"caption":"2h tin học"`), func(e *channel.Event) {
			e.Kind, e.Text = channel.Upload, "2h tin học"
			e.File = &channel.FileRef{ID: "l", MIME: "image/jpeg", Size: 90000}
		}},
		"the largest picture that can be fetched": {
			`"message":` + msg(private, `"photo":[{"file_id":"s","width":9,"height":9,"file_size":900},`+
				`{"file_id":"xl","width":99,"height":99,"file_size":20971521}]`),
			func(e *channel.Event) {
				e.Kind, e.File = channel.Upload, &channel.FileRef{ID: "s", MIME: "image/jpeg", Size: 900}
			},
		},
		"the same in another order": {
			`"message":` + msg(private, `"photo":[{"file_id":"xl","width":99,"height":99,"file_size":20971521},`+
				`{"file_id":"s","width":9,"height":9,"file_size":900}]`),
			func(e *channel.Event) {
				e.Kind, e.File = channel.Upload, &channel.FileRef{ID: "s", MIME: "image/jpeg", Size: 900}
			},
		},
		"each picture of an album": {
			`"message":` + msg(private, `"media_group_id":"1","photo":[{"file_id":"s","width":9,"height":9}]`),
			func(e *channel.Event) { e.Kind, e.File = channel.Upload, &channel.FileRef{ID: "s", MIME: "image/jpeg"} },
		},
		"a document": {
			`"message":` + msg(private, `"document":{"file_id":"d","file_name":"Chu\u031b\u0301ng chi\u0309.pdf",`+
				`"mime_type":"application/pdf","file_size":5}`),
			func(e *channel.Event) {
				e.Kind = channel.Upload
				e.File = &channel.FileRef{ID: "d", Name: "Chứng chỉ.pdf", MIME: "application/pdf", Size: 5}
			},
		},
		"an animation is no document": {
			`"message":` + msg(private, `"animation":{"file_id":"g"},"document":{"file_id":"g"}`),
			func(e *channel.Event) { e.Kind = channel.Unhandled },
		},
		"a date that is none": {
			`"message":{"message_id":77,` + lan + `,` + private + `,"date":9223372036854775807,"text":"a"}`,
			func(e *channel.Event) { e.Text, e.Sent = "a", received },
		},
		"an edit": {`"edited_message":` + msg(private, `"edit_date":1795000060,"text":"3h"`), func(e *channel.Event) {
			e.Kind, e.Text, e.Sent = channel.Edited, "3h", time.Unix(1795000060, 0).UTC()
		}},
		"an edited caption": {
			`"edited_message":` + msg(private, photo, `"edit_date":1795000060,"caption":"3h"`),
			func(e *channel.Event) { e.Kind, e.Text, e.Sent = channel.Edited, "3h", time.Unix(1795000060, 0).UTC() },
		},
		"a press": {
			`"callback_query":{"id":"q1",` + lan + `,"data":"e:12","message":{"message_id":80,` + self + `,` + private + `,` + dated + `}}`,
			func(e *channel.Event) {
				e.Kind, e.Message, e.Press, e.PressID, e.Sent = channel.Press, "80", "e:12", "q1", received
			},
		},
		"a press under a message that can no longer be read": {
			`"callback_query":{"id":"q1",` + lan + `,"data":"e:12","message":{"message_id":80,` + private + `,"date":0}}`,
			func(e *channel.Event) {
				e.Kind, e.Message, e.Press, e.PressID, e.Sent = channel.Press, "80", "e:12", "q1", received
			},
		},
		"a press in a group": {
			`"callback_query":{"id":"q1",` + lan + `,"data":"x","message":{"message_id":80,` + group + `,` + dated + `}}`,
			func(e *channel.Event) {
				e.Kind, e.Message, e.Press, e.PressID, e.Sent = channel.Press, "80", "x", "q1", received
				e.Chat, e.Group, e.ToBot = "-5001", true, true
			},
		},
		"blocked": {
			`"my_chat_member":{` + private + `,` + lan + `,` + dated + `,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked"}}`,
			func(e *channel.Event) { e.Kind, e.Message = channel.Blocked, "" },
		},
		"unblocked": {
			`"my_chat_member":{` + private + `,` + lan + `,` + dated + `,"old_chat_member":{"status":"kicked"},"new_chat_member":{"status":"member"}}`,
			func(e *channel.Event) { e.Kind, e.Message = channel.Opened, "" },
		},
		"silenced in a group": {
			`"my_chat_member":{` + group + `,` + lan + `,` + dated + `,"old_chat_member":{"status":"administrator"},` +
				`"new_chat_member":{"status":"restricted","is_member":true,"can_send_messages":false}}`,
			func(e *channel.Event) { e.Kind, e.Message, e.Chat, e.Group = channel.Blocked, "", "-5001", true },
		},
		"a group that became a supergroup": {
			`"message":` + msg(group, `"migrate_to_chat_id":-1005001`),
			func(e *channel.Event) { e.Kind, e.NewChat, e.Chat, e.Group = channel.Moved, "-1005001", "-5001", true },
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := decodeOne(t, `{"update_id":9,`+test.update+`}`)
			if diff := cmp.Diff(event(test.want), got); diff != "" || !ok {
				t.Errorf("taken %v, want is -, got is +:\n%s", ok, diff)
			}
		})
	}
}

func TestDecodeUnhandled(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{
		"animation", "audio", "contact", "dice", "game", "location", "paid_media", "poll", "sticker", "story", "venue",
		"video", "video_note", "voice",
	} {
		got, ok := decodeOne(t, `{"update_id":9,"message":`+msg(private, `"`+kind+`":{"file_id":"x"},"caption":"c"`)+`}`)
		want := event(func(e *channel.Event) { e.Kind, e.Text = channel.Unhandled, "c" })
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: taken %v, want is -, got is +:\n%s", kind, ok, diff)
		}
	}
}

func TestDecodeOfNoInterest(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a kind of update of tomorrow":   `"managed_bot":{"id":1}`,
		"somebody joined":                `"message":` + msg(group, `"new_chat_members":[{"id":5,"is_bot":false}]`),
		"a message was pinned":           `"message":` + msg(private, `"pinned_message":{"message_id":3,"date":0,"text":"x"}`),
		"the new end of a migration":     `"message":` + msg(group, `"migrate_from_chat_id":-5000`),
		"another bot":                    `"message":{"message_id":1,` + self + `,` + group + `,` + dated + `,"text":"x"}`,
		"nobody in particular":           `"message":{"message_id":1,` + group + `,` + dated + `,"text":"x"}`,
		"no chat":                        `"message":{"message_id":1,` + lan + `,` + dated + `,"text":"x"}`,
		"a live location moves":          `"edited_message":` + msg(private, `"location":{"latitude":1,"longitude":2}`),
		"a press without message":        `"callback_query":{"id":"q",` + lan + `,"inline_message_id":"i","data":"x"}`,
		"a press for a game":             `"callback_query":{"id":"q",` + lan + `,"message":` + msg(private) + `,"game_short_name":"g"}`,
		"a member becomes administrator": `"my_chat_member":{` + group + `,` + lan + `,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"administrator"}}`,
		"nothing at all":                 `"message":null`,
	} {
		if got, ok := decodeOne(t, `{"update_id":9,`+strings.ReplaceAll(body, ",}", "}")+`}`); ok {
			t.Errorf("%s: became %+v", name, got)
		}
	}
}

func TestDecodeBatchPassesOverBrokenUpdates(t *testing.T) {
	t.Parallel()
	good := func(id int) string {
		return fmt.Sprintf(`{"update_id":%d,"message":%s}`, id, msg(private, `"text":"a"`))
	}
	tests := map[string]struct {
		results []string
		keys    []channel.UpdateKey
		next    int64
		broken  []int64
	}{
		"nothing":      {nil, nil, 0, nil},
		"all good":     {[]string{good(5), good(6)}, []channel.UpdateKey{"5", "6"}, 7, nil},
		"out of order": {[]string{good(6), good(5)}, []channel.UpdateKey{"6", "5"}, 7, nil},
		"one broken": {
			[]string{good(5), `{"update_id":6,"message":{"message_id":"six"}}`, good(7)},
			[]channel.UpdateKey{"5", "7"}, 8, []int64{6},
		},
		"the last broken": {
			[]string{good(5), `{"update_id":6,"message":[]}`}, []channel.UpdateKey{"5"}, 7, []int64{6},
		},
		"one without an id":  {[]string{`{"message":1}`, good(5), `{}`, `7`}, []channel.UpdateKey{"5"}, 6, nil},
		"one of no interest": {[]string{`{"update_id":5,"poll":{"id":"1"}}`}, nil, 6, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := testDecoder().decodeBatch([]byte(`{"ok":true,"result":[` + strings.Join(test.results, ",") + `]}`))
			if err != nil {
				t.Fatal(err)
			}
			var keys []channel.UpdateKey
			for _, e := range got.events {
				keys = append(keys, e.Key)
			}
			if diff := cmp.Diff(test.keys, keys); diff != "" || got.next != test.next || !cmp.Equal(test.broken, got.broken) {
				t.Errorf("next %d, broken %v; keys want -, got +:\n%s", got.next, got.broken, diff)
			}
		})
	}
}

func TestDecodeBatchRefusesWhatCannotBeAcknowledged(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"ok":true,"result":[{"message":{}}]}`, `{"ok":true,"result":[{"update_id":"x"}]}`, `{"ok":true,"result":{}}`,
		`{"ok":true,"result":[`, ``, `<html>`,
	} {
		if got, err := testDecoder().decodeBatch([]byte(body)); err == nil {
			t.Errorf("%s: became %+v", body, got)
		}
	}
}

func TestDecodeErrorsQuoteNothing(t *testing.T) {
	t.Parallel()
	a, err := New(Config{Token: "7000000001:AA"})
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{`{"update_id":"bi mat"}`, `{"update_id":1,"message":{"text":7, bi mat`, `bi mat`, `{"update_id":0}`} {
		_, _, err := a.Decode([]byte(body))
		if err == nil || strings.Contains(err.Error(), "mat") {
			t.Errorf("Decode(%s) = %v, want an error that quotes nothing", body, err)
		}
	}
	got, ok, err := a.Decode([]byte(`{"update_id":9,"message":` + msg(private, `"text":"a"`) + `}`))
	if err != nil || !ok || got.Text != "a" || got.Key != "9" {
		t.Errorf("Decode = %+v, %v, %v", got, ok, err)
	}
}

func FuzzDecodeBatch(f *testing.F) {
	f.Add([]byte(`{"ok":true,"result":[{"update_id":9,"message":` + msg(group, `"text":"/hoc@SoHocTestBot 2h @sohoctestbot"`) + `}]}`))
	f.Add([]byte(`{"ok":true,"result":[{"update_id":9,"callback_query":{"id":"q",` + lan + `,"data":"e","message":` + msg(private) + `}},{}]}`))
	f.Add([]byte(`{"ok":true,"result":[{"update_id":9,"message":{"photo":[]}},{"update_id":9223372036854775807}]}`))
	f.Add([]byte(`{"ok":true,"result":[{"update_id":"9"},{"update_id":-1,"my_chat_member":{` + private + `}}]}`))
	f.Add([]byte(`{"ok":true,"result":[{"update_id":9,"message":{"message_id":1,` + lan + `,` + private + `,"date":9223372036854775807,"text":"a"}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := testDecoder().decodeBatch(body)
		if err != nil && len(got.events) > 0 {
			t.Errorf("events beside the error %v would come twice", err)
		}
		for _, e := range got.events {
			if e.Kind == "" || e.Chat == "" || e.Key == "" || e.Account == "" || e.Sent.IsZero() {
				t.Errorf("a half event: %+v", e)
			}
			if _, err := json.Marshal(e); err != nil {
				t.Errorf("an event that cannot be stored: %v", err)
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	one := `{"update_id":%d,"message":{"message_id":4711,"from":{"id":1001,"is_bot":false,"first_name":"Lan","last_name":"Nguyễn Thị",` +
		`"username":"lan_nguyen","language_code":"vi"},"chat":{"id":1001,"first_name":"Lan","last_name":"Nguyễn Thị",` +
		`"username":"lan_nguyen","type":"private"},"date":1795000000,"text":"/hoc 2h chuyển đổi số trên MOOC hôm qua",` +
		`"entities":[{"offset":0,"length":4,"type":"bot_command"}]}}`
	updates := make([]string, pollLimit)
	for i := range updates {
		updates[i] = fmt.Sprintf(one, 100_001+i)
	}
	body := []byte(`{"ok":true,"result":[` + strings.Join(updates, ",") + `]}`)
	d := testDecoder()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if got, err := d.decodeBatch(body); err != nil || len(got.events) != pollLimit {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/pollLimit, "ns/update")
}
