package main

import (
	"runtime/debug"
)

// versionCmd prints the version.
type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(a *app) error {
	return a.printf("sohoc %s\n", version())
}

// release is set by the linker when a release is built: -X main.release=v1.2.3.
var release string

// version is the release, the module's version or the revision that the binary was built from.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	if info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "dev"
	}
	return info.Main.Version
}
