package entryfile_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sohoc/internal/entryfile"
)

func record() entryfile.Record {
	return entryfile.Record{
		ID: 7, StaffCode: "TQ001", Unit: "Văn phòng", Title: "Luật Đất đai, chương 2", Kind: "self_study", Field: "law",
		Start: "2026-11-23", End: "2026-11-24", Minutes: 90, Status: "recorded", Channel: "telegram",
		CreatedAt: entryfile.Timestamp{Time: time.Date(2026, 11, 24, 2, 3, 4, 5_000_000, time.UTC)},
	}
}

func write(t interface{ Fatal(...any) }, format entryfile.Format, records ...entryfile.Record) string {
	var b bytes.Buffer
	w, err := entryfile.NewWriter(&b, format)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// read returns the records and the faults of a text.
func read(t interface{ Fatal(...any) }, text string) (records []entryfile.Record, faults []entryfile.LineError) {
	r, err := entryfile.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for {
		got, _, err := r.Next()
		var fault *entryfile.LineError
		switch {
		case errors.Is(err, io.EOF):
			return records, faults
		case errors.As(err, &fault):
			faults = append(faults, *fault)
		case err != nil:
			t.Fatal(err)
		default:
			records = append(records, got)
		}
	}
}

func TestTheFormOfFiles(t *testing.T) {
	t.Parallel()
	formula := record()
	formula.ID, formula.Title, formula.Provider = 8, "=1+1", "Trường \"A\""
	const wantJSON = `{"id":7,"staff_code":"TQ001","unit":"Văn phòng","title":"Luật Đất đai, chương 2","kind":"self_study","field":"law",` +
		`"provider":"","start":"2026-11-23","end":"2026-11-24","minutes":90,"status":"recorded","channel":"telegram",` +
		`"created_at":"2026-11-24T02:03:04.005Z"}` + "\n"
	if diff := cmp.Diff(wantJSON, write(t, entryfile.JSONL, record())); diff != "" {
		t.Errorf("jsonl (-want +got):\n%s", diff)
	}
	const wantCSV = "\ufeffid,staff_code,unit,title,kind,field,provider,start,end,minutes,status,channel,created_at\n" +
		"7,TQ001,Văn phòng,\"Luật Đất đai, chương 2\",self_study,law,,2026-11-23,2026-11-24,90,recorded,telegram,2026-11-24T02:03:04.005Z\n" +
		"8,TQ001,Văn phòng,'=1+1,self_study,law,\"Trường \"\"A\"\"\",2026-11-23,2026-11-24,90,recorded,telegram,2026-11-24T02:03:04.005Z\n"
	if diff := cmp.Diff(wantCSV, write(t, entryfile.CSV, record(), formula)); diff != "" {
		t.Errorf("csv (-want +got):\n%s", diff)
	}
	if _, err := entryfile.NewWriter(io.Discard, "xml"); err == nil {
		t.Error("an unknown format is written")
	}
}

func TestNoEntriesMakeAFileToo(t *testing.T) {
	t.Parallel()
	for _, format := range []entryfile.Format{entryfile.JSONL, entryfile.CSV} {
		if records, faults := read(t, write(t, format)); len(records)+len(faults) > 0 {
			t.Errorf("%s: read %v, %v", format, records, faults)
		}
	}
}

// What is written is read back, whatever the text.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(
		rapid.StringMatching(`['=+@\t-]{0,3}[\pL '"=,;\n-]{0,20}`),
		rapid.SampledFrom([]string{"'", "''", "'=", "=", "-1", "\"", "a\nb", "<b>&", "\u2028", "ướ", "\ufeff"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		want := record()
		want.ID = rapid.Int64Range(1, 1e12).Draw(t, "id")
		want.StaffCode = "A" + text.Draw(t, "code")
		want.Unit, want.Provider = text.Draw(t, "unit"), text.Draw(t, "provider")
		want.Title = text.Filter(func(s string) bool { return s != "" }).Draw(t, "title")
		want.Minutes = rapid.IntRange(1, 700).Draw(t, "minutes")
		want.Status = rapid.SampledFrom(entryfile.Statuses()).Draw(t, "status")
		want.CreatedAt.Time = time.UnixMilli(rapid.Int64Range(1e12, 2e12).Draw(t, "created")).UTC()
		for _, format := range []entryfile.Format{entryfile.JSONL, entryfile.CSV} {
			got, faults := read(t, write(t, format, want, record()))
			if diff := cmp.Diff([]entryfile.Record{want, record()}, got); diff != "" || len(faults) > 0 {
				t.Fatalf("%s: faults %v, records (-want +got):\n%s", format, faults, diff)
			}
		}
	})
}

func TestCSVThatWentThroughExcel(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(write(t, entryfile.CSV, record()), "\"Luật Đất đai, chương 2\"", "Luật Đất đai, chương 2")
	text = strings.ReplaceAll(strings.ReplaceAll(text, ",", ";"), "đai; ", "đai, ")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "2026-11-23", "23/11/2026"), "2026-11-24;90", "24/11/2026;90")
	text = strings.ReplaceAll(text, "\n", "\r\n") + ";;;;;;;;;;;;\r\n"
	got, faults := read(t, text)
	if diff := cmp.Diff([]entryfile.Record{record()}, got); diff != "" || len(faults) > 0 {
		t.Errorf("faults %v, records (-want +got):\n%s", faults, diff)
	}
}

func TestColumnsMayStandInAnyOrderButMustBeThere(t *testing.T) {
	t.Parallel()
	text := "created_at,ID,title,staff_code,unit,kind,field,provider,start,end,minutes,status,channel,remark\n" +
		"2026-11-24T09:03:04.005+07:00,7,\"Luật Đất đai, chương 2\",TQ001,Văn phòng,self_study,law,,2026-11-23,2026-11-24,90,recorded,telegram,x\n"
	got, faults := read(t, text)
	if diff := cmp.Diff([]entryfile.Record{record()}, got); diff != "" || len(faults) > 0 {
		t.Errorf("faults %v, records (-want +got):\n%s", faults, diff)
	}
	_, err := entryfile.NewReader(strings.NewReader("id,title\n"))
	var missing *entryfile.MissingColumns
	if !errors.As(err, &missing) || len(missing.Names) != 11 {
		t.Errorf("error %v, want the 11 missing columns", err)
	}
}

func TestFaultsNameLineAndField(t *testing.T) {
	t.Parallel()
	good := strings.TrimSpace(write(t, entryfile.JSONL, record()))
	for name, c := range map[string]struct {
		old, with string
		want      entryfile.LineError
	}{
		"number zero":       {`"id":7`, `"id":0`, entryfile.LineError{Field: "id", Value: "0"}},
		"number too large":  {`"id":7`, `"id":9000000000000000000`, entryfile.LineError{Field: "id", Value: "9000000000000000000"}},
		"number as text":    {`"id":7`, `"id":"7"`, entryfile.LineError{Field: "id", Value: "string"}},
		"no person":         {`TQ001`, ``, entryfile.LineError{Field: "staff_code"}},
		"no title":          {`Luật Đất đai, chương 2`, ``, entryfile.LineError{Field: "title"}},
		"no such day":       {`2026-11-23`, `2026-02-30`, entryfile.LineError{Field: "start", Value: "2026-02-30"}},
		"ends before start": {`2026-11-24"`, `2026-11-22"`, entryfile.LineError{Field: "end", Value: "2026-11-22"}},
		"no minutes":        {`:90`, `:-1`, entryfile.LineError{Field: "minutes", Value: "-1"}},
		"unknown status":    {`recorded`, `lost`, entryfile.LineError{Field: "status", Value: "lost"}},
		"no channel":        {`telegram`, ``, entryfile.LineError{Field: "channel"}},
		"no instant":        {`2026-11-24T02:03:04.005Z`, `hôm qua`, entryfile.LineError{Field: "created_at", Value: "hôm qua"}},
		"broken":            {`{"id"`, `{"id`, entryfile.LineError{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := strings.Replace(good, c.old, c.with, 1)
			records, faults := read(t, "\n"+good+"\n"+bad+"\n"+good)
			c.want.Line = 3
			if diff := cmp.Diff([]entryfile.LineError{c.want}, faults); diff != "" || len(records) != 2 {
				t.Errorf("%d records, faults (-want +got):\n%s", len(records), diff)
			}
		})
	}
}

func TestFaultsOfCSV(t *testing.T) {
	t.Parallel()
	good := write(t, entryfile.CSV, record())
	body := strings.SplitAfter(good, "\n")[1]
	text := good + strings.Replace(body, "7,", "x,", 1) + strings.Replace(body, ",90,", ",,", 1) +
		strings.Replace(body, "2026-11-23", "23/11", 1) + "9,\xe1\n" + strings.Replace(body, "TQ001", "\"TQ\"1", 1) + body
	want := []entryfile.LineError{
		{Line: 3, Field: "id", Value: "x"},
		{Line: 4, Field: "minutes"},
		{Line: 5, Field: "start", Value: "23/11"},
		{Line: 6},
		{Line: 7},
	}
	records, faults := read(t, text)
	if diff := cmp.Diff(want, faults); diff != "" || len(records) != 2 {
		t.Errorf("%d records, faults (-want +got):\n%s", len(records), diff)
	}
}

func TestFaultsDoNotTellValuesToLogs(t *testing.T) {
	t.Parallel()
	err := &entryfile.LineError{Line: 3, Field: "title", Value: "riêng tư"}
	if strings.Contains(err.Error(), err.Value) || !strings.Contains(err.Error(), "3") {
		t.Errorf("error reads %q", err)
	}
}

func TestOriginIsTheSameInBothZones(t *testing.T) {
	t.Parallel()
	r := record()
	r.CreatedAt.Time = r.CreatedAt.In(time.FixedZone("+07", 7*3600))
	if got := r.Origin(); got != "7/TQ001/2026-11-24T02:03:04.005Z" {
		t.Errorf("origin %s", got)
	}
}

func TestEndlessLineIsRefused(t *testing.T) {
	t.Parallel()
	r, err := entryfile.NewReader(strings.NewReader(`{"title":"` + strings.Repeat("a", 2<<20)))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("error %v, want one that ends the reading", err)
	}
}
