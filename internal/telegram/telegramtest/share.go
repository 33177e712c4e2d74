package telegramtest

// photoSides are the longer sides of the sizes in which Telegram keeps a photo.
//
//nolint:gochecknoglobals // a table that is never written
var photoSides = [...]int{90, 320, 800, 1280}

// attach adds the files and cards of an incoming message to its JSON object.
func (b *Bot) attach(m *message, in Incoming) {
	if in.Photo != nil {
		m.Photo = b.photoSizes(*in.Photo)
	}
	if in.Document != nil {
		ref := b.files.add("documents", *in.Document).ref()
		ref.FileName, ref.MIMEType = in.Document.Name, in.Document.MIME
		m.Document = &ref
	}
	if in.Voice != nil {
		ref, seconds := b.files.add("voice", *in.Voice).ref(), 3
		ref.Duration, ref.MIMEType = &seconds, "audio/ogg"
		m.Voice = &ref
	}
	if in.Sticker != nil {
		ref, no := b.files.add("stickers", *in.Sticker).ref(), false
		ref.Width, ref.Height, ref.Type, ref.Emoji = 512, 512, "regular", "👍"
		ref.IsAnimated, ref.IsVideo = &no, &no
		m.Sticker = &ref
	}
	if c := in.Contact; c != nil {
		m.Contact = &contact{PhoneNumber: c.Phone, FirstName: c.FirstName, UserID: int64(c.UserID)}
	}
}

// photoSizes stores a photo in all sizes; the last and largest holds the file's own bytes, the others beginnings of it, so that a
// bot which fetches the wrong size gets other bytes.
func (b *Bot) photoSizes(photo File) []fileRef {
	if photo.Name == "" {
		photo.Name = "photo.jpg"
	}
	var sizes []fileRef
	for i, side := range photoSides {
		f := photo
		if i < len(photoSides)-1 {
			f.Data = photo.Data[:len(photo.Data)*(i+1)/len(photoSides)]
			f.Size = photo.Size * int64(i+1) / int64(len(photoSides))
		}
		ref := b.files.add("photos", f).ref()
		ref.Width, ref.Height = side, side*3/4
		sizes = append(sizes, ref)
	}
	return sizes
}

// SharePhoto lets a person send a photo, with a caption or without.
func (b *Bot) SharePhoto(chat ChatID, photo File, caption string) Said {
	return b.Write(Incoming{Chat: chat, Photo: &photo, Caption: caption})
}

// ShareDocument lets a person send a file, with a caption or without.
func (b *Bot) ShareDocument(chat ChatID, document File, caption string) Said {
	return b.Write(Incoming{Chat: chat, Document: &document, Caption: caption})
}

// ShareVoice lets a person send a voice message.
func (b *Bot) ShareVoice(chat ChatID) Said {
	return b.Write(Incoming{Chat: chat, Voice: &File{Name: "voice.oga", Data: []byte("OggS")}})
}

// ShareSticker lets a person send a sticker.
func (b *Bot) ShareSticker(chat ChatID) Said {
	return b.Write(Incoming{Chat: chat, Sticker: &File{Name: "sticker.webp", Data: []byte("RIFF")}})
}

// ShareContact lets a person send the own phone number.
func (b *Bot) ShareContact(chat ChatID, phone string) Said {
	return b.Write(Incoming{Chat: chat, Contact: &Contact{phone, b.directory.person(chat).FirstName, chat}})
}
