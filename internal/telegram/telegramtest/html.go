package telegramtest

// parseText turns marked-up text into what people see. Markdown is not parsed here.
func (m *stored) parseText() *APIError {
	return nil
}
