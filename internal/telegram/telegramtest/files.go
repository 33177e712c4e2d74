package telegramtest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// maxDownload is the largest file that a bot may fetch by getFile.
const maxDownload = 20 << 20

// File is a file that a person shares.
type File struct {
	Name string
	MIME string
	Data []byte
	Size int64 // in bytes, if it is not len(Data): so a large file needs no memory; zeros are served in place of missing data
}

func (f File) size() int64 {
	if f.Size != 0 {
		return f.Size
	}
	return int64(len(f.Data))
}

type storedFile struct {
	File

	id     string
	unique string
	path   string
}

func (f *storedFile) ref() fileRef {
	return fileRef{FileID: f.id, FileUniqueID: f.unique, FileSize: f.size()}
}

// filestore holds the files of one bot's chats, those of the people and those of the bot.
type filestore struct {
	token string

	mu     sync.Mutex
	byID   map[string]*storedFile
	byPath map[string]*storedFile
}

// add stores a file; kind is the folder of its path, as Telegram shows it ("photos", "documents", …).
func (s *filestore) add(kind string, f File) *storedFile {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := strconv.Itoa(len(s.byID) + 1)
	stored := &storedFile{File: f, id: "AgACAgUAAxkBAAI" + kind[:2] + n, unique: "AQAD" + kind[:2] + n}
	stored.path = kind + "/file_" + n
	if dot := strings.LastIndexByte(f.Name, '.'); dot >= 0 {
		stored.path += f.Name[dot:]
	}
	if s.byID == nil {
		s.byID, s.byPath = map[string]*storedFile{}, map[string]*storedFile{}
	}
	s.byID[stored.id], s.byPath[stored.path] = stored, stored
	return stored
}

func (s *filestore) find(id string) *storedFile {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byID[id]
}

func (x *exchange) getFile() *APIError {
	f := x.bot.files.find(x.param("file_id"))
	switch {
	case f == nil:
		return badRequest("wrong file_id or the file is temporarily unavailable")
	case f.size() > maxDownload:
		return badRequest("file is too big")
	}
	type file struct {
		FileID       string `json:"file_id"`
		FileUniqueID string `json:"file_unique_id"`
		FileSize     int64  `json:"file_size"`
		FilePath     string `json:"file_path"`
	}
	x.result(mustJSON(file{f.id, f.unique, f.size(), f.path}))
	return nil
}

// download puts a file's bytes into x.out; a path of no file is refused in the API's envelope, as Telegram's file server does.
func (x *exchange) download() *APIError {
	s := &x.bot.files
	s.mu.Lock()
	f := s.byPath[x.param("file_path")]
	s.mu.Unlock()
	if f == nil || f.size() > maxDownload {
		return &APIError{Code: http.StatusNotFound, Description: "Not Found"}
	}
	x.out = make([]byte, f.size())
	copy(x.out, f.Data)
	return nil
}

// attachment finds the file that a parameter of a send method means: an upload, or one that Telegram has already.
func (x *exchange) attachment(name, kind string) (*storedFile, *APIError) {
	value := x.param(name)
	up := x.upload(name)
	if attached, ok := strings.CutPrefix(value, "attach://"); ok {
		up = x.upload(attached)
	}
	switch {
	case up != nil && up.Data == "":
		return nil, badRequest("file must be non-empty")
	case up != nil:
		return x.bot.files.add(kind, File{Name: up.Name, MIME: up.MIME, Data: []byte(up.Data)}), nil
	case value == "":
		return nil, badRequest(fmt.Sprintf("there is no %s in the request", name))
	}
	if f := x.bot.files.find(value); f != nil {
		return f, nil
	}
	return nil, badRequest("wrong file identifier/HTTP URL specified")
}
