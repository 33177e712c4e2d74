package telegramtest

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"
)

// apiDescription is a reduced copy of the description of Bot API 10.1 of 11 June 2026 (https://core.telegram.org/bots/api): the
// methods and objects with the names, types and requirements of their fields, without the prose.
//
//go:embed testdata/botapi-10.1.json
var apiDescription []byte

// apiSpec is the description, ready for questions.
type apiSpec struct {
	methods map[string]apiMethod
	types   map[string]apiType
}

type apiMethod struct {
	returnsTrue bool // or may return it
	fields      map[string]apiField
}

// apiType is an object with fields, or, if it has subtypes, any one of those.
type apiType struct {
	fields   map[string]apiField
	subtypes []string
}

type apiField struct {
	types    []string // any of these; "[]X" is an array of X
	required bool
	only     string // the one value that is allowed, empty for no such rule
}

// describedAPI is parsed once and never written again.
//
//nolint:gochecknoglobals // see above
var describedAPI = sync.OnceValue(parseAPI)

func parseAPI() *apiSpec {
	type described struct {
		Returns  string            `json:"returns"`
		Fields   map[string]string `json:"fields"`
		Subtypes []string          `json:"subtypes"`
	}
	var raw struct {
		Methods map[string]described `json:"methods"`
		Types   map[string]described `json:"types"`
	}
	if err := json.Unmarshal(apiDescription, &raw); err != nil {
		panic("telegramtest: API description: " + err.Error())
	}
	spec := &apiSpec{methods: map[string]apiMethod{}, types: map[string]apiType{}}
	for name, m := range raw.Methods {
		spec.methods[name] = apiMethod{strings.HasSuffix(m.Returns, "Boolean"), parseFields(m.Fields)}
	}
	for name, t := range raw.Types {
		spec.types[name] = apiType{parseFields(t.Fields), t.Subtypes}
	}
	return spec
}

// parseFields reads fields written as "Integer|String!" or "String!=chat".
func parseFields(raw map[string]string) map[string]apiField {
	fields := make(map[string]apiField, len(raw))
	for name, text := range raw {
		text, only, _ := strings.Cut(text, "=")
		types, required := strings.CutSuffix(text, "!")
		fields[name] = apiField{strings.Split(types, "|"), required, only}
	}
	return fields
}

// generic answers a method that the fake only records: those that return True. The rest is refused aloud rather than answered
// with something that Telegram would not say.
func (x *exchange) generic() *APIError {
	method, ok := describedAPI().methods[x.call.Method]
	switch {
	case !ok:
		return &APIError{Code: 404, Description: "Not Found"}
	case !method.returnsTrue:
		return &APIError{Code: 501, Description: "Not Implemented: telegramtest does not know how to answer " + x.call.Method}
	}
	return x.resultTrue()
}
