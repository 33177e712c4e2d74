package telegramtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Violation is a call that breaks the API description: a method, parameter or field that does not exist, a required one that is
// missing, a value of another type, or an inline button with none or several actions.
type Violation struct {
	Method  string
	Path    string // where in the call, such as reply_markup.inline_keyboard[0][1]
	Problem string
}

func (v Violation) String() string {
	if v.Path == "" {
		return v.Method + ": " + v.Problem
	}
	return v.Method + " " + v.Path + ": " + v.Problem
}

// problem is a violation of a value, before it is known which call it belongs to.
type problem struct{ path, text string }

func one(path, text string, args ...any) []problem {
	return []problem{{path, fmt.Sprintf(text, args...)}}
}

// checkCall holds a call against the description.
func checkCall(call *Call) []Violation {
	var found []Violation
	for _, p := range describedAPI().checkCall(call) {
		found = append(found, Violation{call.Method, p.path, p.text})
	}
	return found
}

func (s *apiSpec) checkCall(call *Call) []problem {
	method, ok := s.methods[call.Method]
	if !ok {
		return one("", "the API has no such method")
	}
	var problems []problem
	for _, p := range call.Params {
		field, ok := method.fields[p.Name]
		if !ok {
			problems = append(problems, problem{p.Name, "the method has no such parameter"})
			continue
		}
		problems = append(problems, s.checkParam(p, field)...)
	}
	problems = append(problems, checkUploads(call, method)...)
	for _, name := range slices.Sorted(maps.Keys(method.fields)) {
		if _, given := call.Params.Lookup(name); method.fields[name].required && !given && !call.uploads(name) {
			problems = append(problems, problem{name, "the required parameter is missing"})
		}
	}
	return problems
}

func (c *Call) uploads(field string) bool {
	return slices.ContainsFunc(c.Uploads, func(u Upload) bool { return u.Field == field })
}

// checkUploads wants each upload to be a parameter that takes files, or to be named by attach:// in one.
func checkUploads(call *Call, method apiMethod) []problem {
	var problems []problem
	for _, u := range call.Uploads {
		if slices.Contains(method.fields[u.Field].types, "InputFile") {
			continue
		}
		named := func(p Param) bool { return strings.Contains(p.Value, "attach://"+u.Field) }
		if !slices.ContainsFunc(call.Params, named) {
			problems = append(problems, problem{u.Field, "the method takes no such file"})
		}
	}
	return problems
}

// checkParam checks a parameter, which is text on the wire whatever its type is.
func (s *apiSpec) checkParam(p Param, field apiField) []problem {
	return s.best(field.types, func(kind string) []problem {
		switch kind {
		case "String", "InputFile":
			return nil
		case "Integer", "Float", "Boolean":
			if !scalar(kind, p.Value) {
				return one(p.Name, "%q is no %s", p.Value, kind)
			}
			return nil
		}
		value, err := parseJSON(p.Value)
		if err != nil {
			return one(p.Name, "is no JSON: %v", err)
		}
		return s.check([]string{kind}, value, p.Name)
	})
}

func scalar(kind, text string) bool {
	var err error
	switch kind {
	case "Integer":
		_, err = strconv.ParseInt(text, 10, 64)
	case "Float":
		_, err = strconv.ParseFloat(text, 64)
	default:
		return text == "true" || text == "false"
	}
	return err == nil
}

// parseJSON keeps numbers as they are written.
func parseJSON(text string) (any, error) {
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("decode JSON: %w", err)
	}
	if decoder.More() {
		return nil, errors.New("decode JSON: there is more behind the value")
	}
	return value, nil
}

// best tries all types that are allowed and returns the problems with the one that fits best: none if one fits.
func (s *apiSpec) best(types []string, try func(string) []problem) []problem {
	var least []problem
	for i, kind := range types {
		problems := try(kind)
		if len(problems) == 0 {
			return nil
		}
		if i == 0 || len(problems) < len(least) {
			least = problems
		}
	}
	return least
}

// check holds a JSON value against any of the types.
func (s *apiSpec) check(types []string, value any, path string) []problem {
	return s.best(types, func(kind string) []problem {
		if item, ok := strings.CutPrefix(kind, "[]"); ok {
			return s.checkArray(item, value, path)
		}
		switch kind {
		case "String":
			if _, ok := value.(string); !ok {
				return one(path, "is no String but %T", value)
			}
			return nil
		case "Boolean":
			if _, ok := value.(bool); !ok {
				return one(path, "is no Boolean but %T", value)
			}
			return nil
		case "Integer", "Float":
			if n, ok := value.(json.Number); !ok || !scalar(kind, n.String()) {
				return one(path, "%v is no %s", value, kind)
			}
			return nil
		}
		return s.checkObject(kind, value, path)
	})
}

func (s *apiSpec) checkArray(item string, value any, path string) []problem {
	list, ok := value.([]any)
	if !ok {
		return one(path, "is no array but %T", value)
	}
	var problems []problem
	for i, v := range list {
		if _, plain := v.(string); plain && item == "KeyboardButton" {
			continue // a reply button may be its label alone
		}
		problems = append(problems, s.check([]string{item}, v, fmt.Sprintf("%s[%d]", path, i))...)
	}
	return problems
}

func (s *apiSpec) checkObject(kind string, value any, path string) []problem {
	described, ok := s.types[kind]
	if !ok {
		return one(path, "the API has no type %s", kind)
	}
	if described.subtypes != nil {
		return s.check(described.subtypes, value, path)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return one(path, "is no %s but %T", kind, value)
	}
	var problems []problem
	for _, name := range slices.Sorted(maps.Keys(object)) {
		field, ok := described.fields[name]
		below := strings.TrimPrefix(path+"."+name, ".")
		switch {
		case !ok:
			problems = append(problems, problem{below, kind + " has no such field"})
		case field.only != "" && object[name] != field.only:
			problems = append(problems, problem{below, fmt.Sprintf("is %v, must be %q", object[name], field.only)})
		default:
			problems = append(problems, s.check(field.types, object[name], below)...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(described.fields)) {
		if _, given := object[name]; described.fields[name].required && !given {
			problems = append(problems, problem{strings.TrimPrefix(path+"."+name, "."), "the required field is missing"})
		}
	}
	if kind == "InlineKeyboardButton" {
		problems = append(problems, checkActions(object, path)...)
	}
	return problems
}

// checkActions counts what an inline button does. The API's prose asks for exactly one.
func checkActions(button map[string]any, path string) []problem {
	var actions []string
	for _, name := range slices.Sorted(maps.Keys(button)) {
		if name != "text" && name != "icon_custom_emoji_id" && name != "style" {
			actions = append(actions, name)
		}
	}
	if len(actions) == 1 {
		return nil
	}
	return one(path, "the button has %d actions (%s), it must have exactly one", len(actions), strings.Join(actions, ", "))
}
