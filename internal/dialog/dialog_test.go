package dialog_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
)

// full is a memory with something in every part.
func full() dialog.State {
	return dialog.State{
		Offer: []channel.Choice{{Data: "sua:7", Label: "Sửa"}, {Data: "xoa:7", Label: "Xóa", Aside: true}},
		Form:  dialog.Form{Name: "hoc", Step: "bao_lau", Data: json.RawMessage(`{"title":"Luật Đất đai"}`), At: 1_795_485_600_000},
		Parked: dialog.Parked{
			Kind: channel.Upload, Text: "luật", Press: "sua:7", Message: "12", Files: []channel.FileRef{{ID: "f", Name: "a.pdf", MIME: "application/pdf", Size: 9}},
		},
		OfferedAt: 1_795_485_600_003, LangAt: 1_795_485_600_004, Filed: dialog.Filed{Entry: 7, At: 1_795_485_600_005}, Declined: dialog.Declined{Person: 3, At: 1_795_485_600_006},
		Misses: 2, RefusedAt: 1_795_485_600_001, WrongCodes: []int64{1, 2, 3}, Lang: "en", Said: 1_795_485_600_002,
	}
}

func TestAMemoryComesBackAsItWas(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]dialog.State{"full": full(), "empty": {}, "a form alone": {Form: full().Form}} {
		raw, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var got dialog.State
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(s, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// Whoever goes on with a memory must not change the one it was taken from.
func TestACloneSharesNothing(t *testing.T) {
	t.Parallel()
	s, whole := full(), full()
	c := s.Clone()
	if d := cmp.Diff(whole, c); d != "" {
		t.Errorf("the clone differs: %s", d)
	}
	scribble(reflect.ValueOf(&c).Elem())
	if d := cmp.Diff(whole, s); d != "" {
		t.Errorf("it shares with its clone: %s", d)
	}
}

// scribble changes every element of every slice in v.
func scribble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			scribble(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			v.Index(i).SetZero()
		}
	default:
	}
}

// A part that is forgotten in Empty would be lost with the row; one that is kept as a null costs each chat a few bytes.
func TestEveryPartIsWorthRemembering(t *testing.T) {
	t.Parallel()
	if !(dialog.State{}).Empty() {
		t.Error("nothing is worth remembering")
	}
	all := reflect.ValueOf(full())
	for i := range all.NumField() {
		name := all.Type().Field(i).Name
		if all.Field(i).IsZero() {
			t.Fatalf("full() leaves %s empty", name)
		}
		var s dialog.State
		reflect.ValueOf(&s).Elem().Field(i).Set(all.Field(i))
		if s.Empty() {
			t.Errorf("%s alone would be forgotten", name)
		}
		raw, err := json.Marshal(s)
		if err != nil || strings.Count(string(raw), ":") == 0 || strings.Contains(string(raw), "null") {
			t.Errorf("%s is kept as %s (%v)", name, raw, err)
		}
	}
	if raw, err := json.Marshal(dialog.State{}); err != nil || string(raw) != "{}" {
		t.Errorf("nothing is kept as %s (%v)", raw, err)
	}
}

func TestAFormIsOpenByItsName(t *testing.T) {
	t.Parallel()
	if (dialog.Form{Step: "x", At: 1}).Open() || !(dialog.Form{Name: "hoc"}).Open() {
		t.Error("it is open by something else")
	}
	if s := (dialog.State{Form: dialog.Form{Step: "left over"}}); !s.Empty() {
		t.Error("a form without a name is remembered")
	}
}
