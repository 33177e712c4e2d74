module sohoc

go 1.26

require (
	github.com/alecthomas/kong v0.0.0
	github.com/go-telegram/bot v0.0.0
)

replace (
	github.com/alecthomas/kong => ./stubs/kong
	github.com/go-telegram/bot => ./stubs/bot
)
