package telegramtest

import "encoding/json"

// CheckType holds a JSON value against a type of the API description.
func CheckType(kind string, raw json.RawMessage) []string {
	value, err := parseJSON(string(raw))
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	for _, p := range describedAPI().check([]string{kind}, value, kind) {
		found = append(found, p.path+": "+p.text)
	}
	return found
}

// AppendString is the writer of JSON strings on the hot path.
func AppendString(s string) []byte { return appendString(nil, s) }

// APISize counts the methods and types that are described.
func APISize() (methods, types int) { return len(describedAPI().methods), len(describedAPI().types) }

// HandledMethods lists the methods that the fake does.
func HandledMethods() []string {
	var names []string
	for name := range methods {
		names = append(names, name)
	}
	return names
}

// Described says whether the API knows a method.
func Described(method string) bool {
	_, ok := describedAPI().methods[method]
	return ok
}
