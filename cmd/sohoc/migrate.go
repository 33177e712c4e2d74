package main

// migrateCmd brings the database's schema up to date.
type migrateCmd struct{}

// Run opens the database, which migrates it.
func (migrateCmd) Run(a *app) error {
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	v, err := db.SchemaVersion(a.ctx)
	if err != nil {
		return err
	}
	return a.printf("Cơ sở dữ liệu đang ở lược đồ %d.\n", v)
}
