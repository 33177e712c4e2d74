package config

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/url"
	"regexp"
	"time"
)

var tokenForm = regexp.MustCompile(`^\d+:[A-Za-z0-9_-]+$`)

func (c Config) checkTelegram() error {
	var faults []error
	if c.TelegramToken != "" && !tokenForm.MatchString(string(c.TelegramToken)) {
		faults = append(faults, errors.New("SOHOC_TELEGRAM_TOKEN không phải token của bot (dạng số:chữ, như BotFather cấp)"))
	}
	return errors.Join(append(faults,
		httpURL("SOHOC_TELEGRAM_API_URL", c.TelegramAPIURL),
		rate("SOHOC_TELEGRAM_RATE", c.TelegramRate),
		rate("SOHOC_TELEGRAM_CHAT_RATE", c.TelegramChatRate),
	)...)
}

func rate(name string, perSecond float64) error {
	if perSecond >= 0 && !math.IsInf(perSecond, 0) {
		return nil
	}
	return fmt.Errorf("%s phải là số từ 0 trở lên (0 = không giới hạn)", name) // NaN is none either
}

func (c Config) checkHTTP() error {
	var faults []error
	if _, _, err := net.SplitHostPort(c.HTTPAddr); err != nil {
		faults = append(faults, fmt.Errorf("SOHOC_HTTP_ADDR %q không có dạng địa-chỉ:cổng, như 127.0.0.1:8080", c.HTTPAddr))
	}
	if c.PublicURL != "" {
		faults = append(faults, httpURL("SOHOC_PUBLIC_URL", c.PublicURL))
	}
	_, err := c.Proxies()
	return errors.Join(append(faults, err)...)
}

func (c Config) checkTime() error {
	var faults []error
	if c.GiveUpAfter < 0 {
		faults = append(faults, errors.New("SOHOC_GIVE_UP_AFTER không được âm"))
	}
	if _, err := time.LoadLocation(c.Timezone); err != nil {
		faults = append(faults, fmt.Errorf("SOHOC_TIMEZONE %q không phải múi giờ như Asia/Ho_Chi_Minh", c.Timezone))
	}
	if c.Clock != "" {
		if _, err := time.Parse(time.RFC3339, c.Clock); err != nil {
			faults = append(faults, fmt.Errorf("SOHOC_CLOCK %q không có dạng 2026-11-24T09:00:00+07:00", c.Clock))
		}
	}
	return errors.Join(faults...)
}

func httpURL(name, value string) error {
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return fmt.Errorf("%s %q không phải địa chỉ http:// hoặc https://", name, value)
	}
	return nil
}
