package main

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"sohoc/internal/zalo"
)

// openQuestions are those of the reference that only a real token answers, in its order.
func openQuestions() []question {
	return []question{
		{1, "Tin gửi lúc không ai hỏi có được giữ lại không?", (*lab).askBuffer},
		{2, "Webhook trả lỗi 500 hoặc chậm 10 giây có được gọi lại không?", told("Số lần gọi lại, cách nhau bao lâu, message_id có giữ nguyên?")},
		{3, "Giới hạn 2.000 ký tự đếm theo đơn vị nào?", (*lab).askLimit},
		{4, "Tin đến có trừ vào hạn mức không? Hết hạn mức thì Zalo trả lời gì?", told("Xem số đã dùng ở Zalo Bot Creator trước và sau khi gửi 5 tin tới bot; ghi lại")},
		{5, "Người dùng chặn bot thì gửi tin được trả lời gì?", (*lab).askBlocked},
		{6, "Có nhắn được cho người đã im hơn 8 ngày không?", (*lab).askSilent},
		{7, "Người thứ 51 gặp gì?", told("Ghi lại người thứ 51 thấy gì, bot nhận được gì")},
		{8, "Khi đặt webhook, Zalo gọi thử bằng gì?", told("Chép từ nhật ký của máy chủ: phương thức, thân, các header")},
		{9, "Dấu * { < lẻ trong tin có dạng markdown thì sao?", (*lab).askMarkdown},
		{10, "reply_to_message_id có tác dụng không?", (*lab).askReply},
		{11, "Nhãn dán và tệp tới bot dưới dạng nào?", (*lab).askPayloads},
		{12, "Một người có cùng mã ở hai bot không?", (*lab).askTwoBots},
		{13, "Liên kết chia sẻ bot có mang theo tham số không?", (*lab).askShare},
	}
}

// told is a question that the console answers in words: what it is about cannot be done from here.
func told(what string) func(*lab, context.Context) (string, error) {
	return func(l *lab, _ context.Context) (string, error) { return l.prompt("   " + what + ":") }
}

func (l *lab) askBuffer(ctx context.Context) (string, error) {
	if err := l.drain(ctx); err != nil {
		return "", err
	}
	minutes, err := l.prompt("   Gửi cho bot chữ «giữ», chờ (10 giây, 5 phút hay 1 giờ), rồi gõ đã chờ bao lâu:")
	if err != nil || minutes == "" {
		return "", err
	}
	h, err := l.hear(ctx, l.bot)
	switch {
	case err != nil:
		return "", err
	case h.Event == "":
		return "sau " + minutes + ": mất", nil
	}
	return "sau " + minutes + ": còn", nil
}

// askLimit tries texts around the limit: the unit is the one by which all that fits is taken.
func (l *lab) askLimit(ctx context.Context) (string, error) {
	composed := strings.Repeat("ờ", 2000)
	var found []string
	for _, try := range []struct{ name, text string }{
		{"2.000 chữ dựng sẵn", composed},
		{"2.001 chữ dựng sẵn", composed + "ờ"},
		{"2.000 chữ rời dấu", norm.NFD.String(composed)},
		{"1.000 biểu tượng (2.000 đơn vị UTF-16)", strings.Repeat("📚", 1000)},
		{"1.001 biểu tượng (2.002 đơn vị UTF-16)", strings.Repeat("📚", 1001)},
	} {
		a, err := l.send(ctx, map[string]string{"text": try.text})
		if err != nil {
			return "", err
		}
		found = append(found, try.name+": "+verdict(a))
	}
	return strings.Join(found, "; "), nil
}

func verdict(a zalo.Answer) string {
	if a.OK {
		return "nhận"
	}
	return fmt.Sprintf("%d %s", a.Code, a.Description)
}

func (l *lab) askBlocked(ctx context.Context) (string, error) {
	if _, err := l.prompt("   Chặn bot trong Zalo, rồi bấm Enter."); err != nil {
		return "", err
	}
	a, err := l.send(ctx, map[string]string{"text": "Thử khi bị chặn"})
	if err != nil {
		return "", err
	}
	_, err = l.prompt("   Bỏ chặn bot, rồi bấm Enter.")
	return verdict(a), err
}

func (l *lab) askSilent(ctx context.Context) (string, error) {
	chat, err := l.prompt("   chat_id của người đã im hơn 8 ngày (Enter = chưa có ai):")
	if err != nil || chat == "" {
		return "", err
	}
	a, err := l.bot.Call(ctx, "sendMessage", map[string]string{"chat_id": chat, "text": "Sổ Học thử kênh Zalo."}, lookFor)
	if err != nil {
		return "", fmt.Errorf("gửi thử: %w", err)
	}
	return verdict(a), nil
}

func (l *lab) askMarkdown(ctx context.Context) (string, error) {
	const text = "Thử: a*b_c {red} <b> `d` 2 < 3 **đậm**"
	marked, err := l.send(ctx, map[string]string{"text": text, "parse_mode": "markdown"})
	if err != nil {
		return "", err
	}
	plain, err := l.send(ctx, map[string]string{"text": text})
	if err != nil {
		return "", err
	}
	whole, err := l.yes("Tin thứ hai (chữ thường) có đủ mọi dấu như: " + text + " ?")
	if err != nil {
		return "", err
	}
	saw, err := l.prompt("   Tin thứ nhất (markdown) hiện ra thế nào?")
	state := "không đủ"
	if whole {
		state = "đủ"
	}
	return fmt.Sprintf("markdown: %s, %s; chữ thường: %s, %s", verdict(marked), saw, verdict(plain), state), err
}

func (l *lab) askReply(ctx context.Context) (string, error) {
	a, err := l.send(ctx, map[string]string{"text": "Thử trả lời một tin", "reply_to_message_id": l.last})
	if err != nil || !a.OK {
		return verdict(a), err
	}
	shown, err := l.yes("Tin ấy có hiện là trả lời cho tin trước không?")
	if shown {
		return "hiện là trả lời", err
	}
	return "nhận nhưng không hiện là trả lời", err
}

func (l *lab) askPayloads(ctx context.Context) (string, error) {
	var found []string
	for _, what := range []string{"một nhãn dán", "một tệp PDF", "một liên kết"} {
		if err := l.drain(ctx); err != nil {
			return "", err
		}
		if _, err := l.prompt("   Gửi cho bot " + what + ", rồi bấm Enter."); err != nil {
			return "", err
		}
		h, err := l.hear(ctx, l.bot)
		if err != nil {
			return "", err
		}
		if h.Event == "" {
			found = append(found, what+": không tới")
			continue
		}
		found = append(found, what+": "+h.Event+" ("+strings.Join(h.Keys, ", ")+")")
	}
	return strings.Join(found, "; "), nil
}

func (l *lab) askTwoBots(ctx context.Context) (string, error) {
	for _, other := range l.bots {
		if other == l.bot {
			continue
		}
		if _, err := l.prompt("   Cũng người ấy, gửi một tin cho bot " + string(other.Account()) + ", rồi bấm Enter."); err != nil {
			return "", err
		}
		h, err := l.hear(ctx, other)
		switch {
		case err != nil:
			return "", err
		case h.Chat == "":
			return "", l.printf("   Không thấy tin nào.\n")
		case h.Chat == l.chat:
			return "cùng mã", nil
		}
		return "khác mã", nil
	}
	return "", l.printf("   Cần token thứ hai trong SOHOC_ZALO_TOKEN.\n")
}

func (l *lab) askShare(ctx context.Context) (string, error) {
	link, err := l.prompt("   Dán liên kết chia sẻ của bot (Zalo Bot Creator → Chia sẻ):")
	if err != nil || link == "" {
		return "", err
	}
	if err := l.drain(ctx); err != nil {
		return "", err
	}
	if _, err := l.prompt("   Mở " + link + "?start=thu123 trên điện thoại, gửi một tin, rồi bấm Enter."); err != nil {
		return "", err
	}
	h, err := l.hear(ctx, l.bot)
	switch {
	case err != nil:
		return "", err
	case h.Event == "":
		return "", l.printf("   Không thấy tin nào.\n")
	case strings.Contains(h.Text, "thu123"):
		return "tham số tới trong tin", nil
	}
	return "tin tới không mang tham số; các trường: " + strings.Join(h.Keys, ", "), nil
}
