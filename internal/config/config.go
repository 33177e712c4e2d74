// Package config reads the program's settings from the environment, once, and lists all faults at once.
//
// Secrets may stand in files (SOHOC_TELEGRAM_TOKEN_FILE and so on) and print as ***. What the Office may
// change while the program runs is not here but in the database.
package config

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"sohoc/internal/clock"
)

// Config is the environment of the program.
type Config struct {
	DataDir string `env:"SOHOC_DATA_DIR" envDefault:"./data"`

	TelegramToken     Secret  `env:"SOHOC_TELEGRAM_TOKEN"`
	TelegramTokenFile string  `env:"SOHOC_TELEGRAM_TOKEN_FILE"`
	TelegramAPIURL    string  `env:"SOHOC_TELEGRAM_API_URL" envDefault:"https://api.telegram.org"`
	TelegramRate      float64 `env:"SOHOC_TELEGRAM_RATE" envDefault:"25"`     // reminders and broadcasts a second, 0 = unpaced
	TelegramChatRate  float64 `env:"SOHOC_TELEGRAM_CHAT_RATE" envDefault:"1"` // messages a second in a private chat, 0 = unpaced

	TelegramWebhookSecret     Secret `env:"SOHOC_TELEGRAM_WEBHOOK_SECRET"`
	TelegramWebhookSecretFile string `env:"SOHOC_TELEGRAM_WEBHOOK_SECRET_FILE"`

	ZaloToken             Secret  `env:"SOHOC_ZALO_TOKEN"` // one or several, comma-separated
	ZaloTokenFile         string  `env:"SOHOC_ZALO_TOKEN_FILE"`
	ZaloAPIURL            string  `env:"SOHOC_ZALO_API_URL" envDefault:"https://bot-api.zaloplatforms.com"`
	ZaloWebhookSecret     Secret  `env:"SOHOC_ZALO_WEBHOOK_SECRET"`
	ZaloWebhookSecretFile string  `env:"SOHOC_ZALO_WEBHOOK_SECRET_FILE"`
	ZaloRate              float64 `env:"SOHOC_ZALO_RATE" envDefault:"5"`      // reminders and broadcasts a second, 0 = unpaced
	ZaloChatRate          float64 `env:"SOHOC_ZALO_CHAT_RATE" envDefault:"1"` // messages a second in a chat, 0 = unpaced

	GiveUpAfter time.Duration `env:"SOHOC_GIVE_UP_AFTER" envDefault:"15m"` // without a channel before reminders go by another

	HTTPAddr         string `env:"SOHOC_HTTP_ADDR" envDefault:"127.0.0.1:8080"`
	PublicURL        string `env:"SOHOC_PUBLIC_URL"`
	MetricsToken     Secret `env:"SOHOC_METRICS_TOKEN"`
	MetricsTokenFile string `env:"SOHOC_METRICS_TOKEN_FILE"`
	TrustedProxies   string `env:"SOHOC_TRUSTED_PROXIES"` // addresses and networks, comma-separated

	Timezone string `env:"SOHOC_TIMEZONE" envDefault:"Asia/Ho_Chi_Minh"`
	Clock    string `env:"SOHOC_CLOCK"` // RFC 3339: the program's clock starts there
}

// Read takes the settings from the given environment ("KEY=value"). Its error lists every fault.
func Read(environ []string) (Config, error) {
	var c Config
	faults := []error{unwrapEnv(env.ParseWithOptions(&c, env.Options{Environment: env.ToMap(environ)}))}
	faults = append(faults,
		fromFile(&c.TelegramToken, c.TelegramTokenFile, "SOHOC_TELEGRAM_TOKEN"),
		fromFile(&c.TelegramWebhookSecret, c.TelegramWebhookSecretFile, "SOHOC_TELEGRAM_WEBHOOK_SECRET"),
		fromFile(&c.ZaloToken, c.ZaloTokenFile, "SOHOC_ZALO_TOKEN"),
		fromFile(&c.ZaloWebhookSecret, c.ZaloWebhookSecretFile, "SOHOC_ZALO_WEBHOOK_SECRET"),
		fromFile(&c.MetricsToken, c.MetricsTokenFile, "SOHOC_METRICS_TOKEN"),
		c.checkTelegram(),
		c.checkZalo(),
		c.checkHTTP(),
		c.checkTime(),
	)
	if err := errors.Join(faults...); err != nil {
		return Config{}, err
	}
	return c, nil
}

// unwrapEnv names the variables, where the library names the fields of Config and the types of Go.
func unwrapEnv(err error) error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return err
	}
	faults := make([]error, len(all.Errors))
	for i, fault := range all.Errors {
		faults[i] = fault
		var parse env.ParseError
		if !errors.As(fault, &parse) {
			continue
		}
		if field, ok := reflect.TypeFor[Config]().FieldByName(parse.Name); ok {
			faults[i] = fmt.Errorf("%s phải là số (dấu thập phân là dấu chấm)", field.Tag.Get("env"))
			if field.Type == reflect.TypeFor[time.Duration]() {
				faults[i] = fmt.Errorf("%s phải là khoảng thời gian như 15m hay 1h", field.Tag.Get("env"))
			}
		}
	}
	return errors.Join(faults...)
}

// Proxies returns the networks whose X-Forwarded-For is believed.
func (c Config) Proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	var faults []error
	for part := range strings.SplitSeq(c.TrustedProxies, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if addr, alone := netip.ParseAddr(part); alone == nil {
			p, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("SOHOC_TRUSTED_PROXIES: %q không phải địa chỉ IP hay mạng như 10.0.0.0/8", part))
			continue
		}
		out = append(out, p)
	}
	return out, errors.Join(faults...)
}

// Zone returns the zone in which people here live. It exists: Read has checked it.
func (c Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// NewClock returns the program's clock; it starts to run with this call.
func (c Config) NewClock() clock.Clock {
	if start, err := time.Parse(time.RFC3339, c.Clock); err == nil {
		return clock.StartingAt(start)
	}
	return clock.Clock{}
}

// Database returns the path of the database file.
func (c Config) Database() string { return filepath.Join(c.DataDir, "sohoc.db") }

// Files returns the folder of evidence and of files to send.
func (c Config) Files() string { return filepath.Join(c.DataDir, "files") }
