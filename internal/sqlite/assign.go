package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strconv"
)

var errNull = errors.New("it is NULL")

// assign copies a value of the database into *dest: what STRICT tables hold, into the types of its kind. A string
// that is read as a number must be one.
func assign(dest any, v driver.Value) error {
	switch d := dest.(type) {
	case *string:
		if s, ok := v.(string); ok {
			*d = s
			return nil
		}
	case *int64:
		if n, ok := v.(int64); ok {
			*d = n
			return nil
		}
	case *[]byte:
		switch v := v.(type) {
		case nil:
			*d = nil
			return nil
		case string:
			*d = []byte(v)
			return nil
		case []byte:
			*d = v // the driver's copy, made for this row
			return nil
		}
	case *any:
		*d = v
		return nil
	case sql.Scanner:
		return d.Scan(v) //nolint:wrapcheck // the caller says which column
	}
	return assignKind(reflect.ValueOf(dest), v)
}

// assignKind goes by the kind of what dest points to: ids and days have types of their own.
func assignKind(dest reflect.Value, v driver.Value) error {
	if dest.Kind() != reflect.Pointer || dest.IsNil() {
		return fmt.Errorf("a %s takes no value", dest.Type())
	}
	d := dest.Elem()
	if d.Kind() == reflect.Pointer {
		if v == nil {
			d.SetZero()
			return nil
		}
		d.Set(reflect.New(d.Type().Elem()))
		return assign(d.Interface(), v)
	}
	if v == nil {
		return errNull
	}
	switch d.Kind() {
	case reflect.String:
		return assignString(d, v)
	case reflect.Bool:
		b, err := driver.Bool.ConvertValue(v)
		if err == nil {
			d.SetBool(b.(bool)) //nolint:forcetypeassert // it promises so
		}
		return err //nolint:wrapcheck // the caller says which column
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return assignInt(d, v)
	case reflect.Float32, reflect.Float64:
		return assignFloat(d, v)
	case reflect.Slice:
		return assignBytes(d, v)
	default:
		return misfit(d, v)
	}
}

func assignBytes(d reflect.Value, v driver.Value) error {
	if d.Type().Elem().Kind() != reflect.Uint8 {
		return misfit(d, v)
	}
	switch v := v.(type) {
	case []byte:
		d.SetBytes(v)
	case string:
		d.SetBytes([]byte(v))
	default:
		return misfit(d, v)
	}
	return nil
}

func assignString(d reflect.Value, v driver.Value) error {
	switch v := v.(type) {
	case string:
		d.SetString(v)
	case []byte:
		d.SetString(string(v))
	case int64:
		d.SetString(strconv.FormatInt(v, 10))
	default:
		return misfit(d, v)
	}
	return nil
}

func assignInt(d reflect.Value, v driver.Value) error {
	n, ok := v.(int64)
	if s, text := v.(string); text {
		var err error
		n, err = strconv.ParseInt(s, 10, 64)
		ok = err == nil
	}
	if !ok || d.OverflowInt(n) {
		return misfit(d, v)
	}
	d.SetInt(n)
	return nil
}

func assignFloat(d reflect.Value, v driver.Value) error {
	switch v := v.(type) {
	case float64:
		d.SetFloat(v)
	case int64:
		d.SetFloat(float64(v))
	default:
		return misfit(d, v)
	}
	return nil
}

// misfit names types only: a value may be personal.
func misfit(d reflect.Value, v driver.Value) error {
	return fmt.Errorf("a %T is no %s", v, d.Type())
}
