package web_test

import (
	"io/fs"
	"net/http"
	"path/filepath"
	"strconv"
	"testing"
)

// A file of who sends too fast is refused before it is on the disk.
func TestUploadsOfWhoSendsTooFastAreNotKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	c.head.Set("Accept", "application/json")
	refused := 0
	for i := range 40 {
		if a := c.upload("anh"+strconv.Itoa(i)+".png", "image/png", []byte("\x89PNG\r\n\x1a\n"+strconv.Itoa(i)), ""); a.status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Fatal("40 files at once were all taken")
	}
	kept := 0
	err := filepath.WalkDir(filepath.Join(filepath.Dir(h.files.Dir), "web"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			kept++
		}
		return err
	})
	if err != nil || kept > 40-refused {
		t.Errorf("%d files are kept although %d of 40 were refused (%v)", kept, refused, err)
	}
}
