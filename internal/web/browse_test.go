package web_test

import "testing"

func TestJoinLogAndCorrectInTheBrowser(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	b := h.browser()
	b.join("Hoàng Thị Lan")
	b.shot("join")
	b.say("/hoc 2h luật đất đai hôm qua")
	b.see("Đã ghi mục số 1")
	b.choose("Sửa")
	b.see("Sửa phần nào")
	b.choose("Thời lượng")
	b.see("Thời lượng mới?")
	b.say("3 tiết")
	b.see("Đã sửa mục số 1")
	b.shot("corrected")
	if n := h.entries("Hoàng Thị Lan"); n != 1 {
		t.Errorf("the notebook has %d entries, not 1", n)
	}
	if n := eval[int](b, `document.querySelectorAll('.me').length`); n != 5 {
		t.Errorf("the chat shows %d own messages, not 5", n)
	}
}
