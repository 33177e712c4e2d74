package main

import (
	"fmt"
	"strings"
	"time"

	"sohoc/internal/web"
)

// healthText is one line for who looks after the machine. Without now it tells instants, not ages.
func healthText(h web.Health, now time.Time, zone *time.Location) string {
	parts := []string{"Khỏe."}
	if !h.OK {
		parts = []string{"KHÔNG KHỎE."}
	}
	if h.Database != "ok" {
		parts = append(parts, "Cơ sở dữ liệu không trả lời.")
	}
	if h.Worker != "ok" {
		parts = append(parts, "Phần xử lý tin không chạy.")
	}
	for _, c := range h.Channels {
		parts = append(parts, channelText(c, now, zone))
	}
	waiting := fmt.Sprintf("Chờ gửi: %d", h.Waiting)
	if h.Waiting > 0 {
		waiting += ", lâu nhất " + spanText(time.Duration(h.Oldest*float64(time.Second)))
	}
	return strings.Join(append(parts, waiting+"."), " ")
}

func channelText(c web.Channel, now time.Time, zone *time.Location) string {
	name := doorText(c)
	text := name + ": chưa thăm dò được lần nào"
	switch {
	case c.LastPoll == nil:
	case now.IsZero():
		text = name + ": thăm dò lần cuối lúc " + c.LastPoll.In(zone).Format("15:04:05 02/01/2006")
	default:
		text = name + ": thăm dò lần cuối " + spanText(now.Sub(*c.LastPoll)) + " trước"
	}
	if c.Failures > 0 {
		text += fmt.Sprintf(", %d lần gần nhất không được", c.Failures)
	}
	if why := troubleText(c.Problem); why != "" {
		text += " (" + why + ")"
	}
	if c.Broken > 0 {
		text += fmt.Sprintf(", %d trả lời đứt giữa chừng, mỗi lần có thể mất một tin", c.Broken)
	}
	return text + "."
}

// doorText is what people call a door, with its account where there may be several.
func doorText(c web.Channel) string {
	name := c.Name
	switch name {
	case "telegram":
		name = "Telegram"
	case "zalo":
		name = "Zalo"
	}
	if c.Account != "" {
		name += " (bot " + c.Account + ")"
	}
	return name
}

// troubleText says what keeps a channel from bringing messages.
func troubleText(problem string) string {
	switch problem {
	case "":
		return ""
	case "unreachable":
		return "không tới được máy chủ"
	case "overloaded":
		return "máy chủ đang bận"
	case "second_copy":
		return "có chương trình khác dùng cùng token"
	case "bad_token":
		return "token không đúng hoặc đã bị thay"
	case "unreadable":
		return "không hiểu trả lời của máy chủ"
	case "not_taking_in":
		return "không ghi được tin vào sổ"
	case "other_refusals":
		return "máy chủ từ chối"
	case "quota":
		return "hết hạn mức tin"
	case "bad_webhook":
		return "Zalo không tới được địa chỉ công khai"
	default:
		return problem
	}
}

// spanText is how long something lasts, in the largest unit that fits.
func spanText(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d giây", max(0, int(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d phút", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d giờ", int(d.Hours()))
	default:
		return fmt.Sprintf("%d ngày", int(d.Hours()/24))
	}
}
