package people

// Action is something that needs a right.
type Action string

// The actions. Looks at somebody else's record are written to the audit by whoever shows it.
const (
	LogOwn          Action = "log_own"          // write the own notebook
	SeeOwn          Action = "see_own"          // read the own notebook
	SeeFigures      Action = "see_figures"      // read a unit's figures
	SeeNames        Action = "see_names"        // read a unit's figures with the names of its people
	SeeDepartment   Action = "see_department"   // read all units beside each other
	InvitePeople    Action = "invite"           // give out invitations
	BackdateFreely  Action = "backdate_freely"  // enter what lies further back than staff may
	ManagePeople    Action = "manage_people"    // keep the roster
	ManageQuestions Action = "manage_questions" // keep the bank of questions
	Configure       Action = "configure"        // set hours, days and rules
	RunMachine      Action = "run_machine"      // see the state of the machine
)

// Scope says over whom a right holds.
type Scope uint8

// The scopes, each holding the one before.
const (
	Nobody Scope = iota
	Own
	OwnUnit
	Everyone
)

// grant is one row of the table of rights: what a role may do, and over whom.
type grant struct {
	staff, head, office, director, admin Scope
}

// rights is the one table of rights. Source: docs/design §1.5 (a person sees the own record; a head the own
// unit with names; Office and Director all units in figures, and names only when they open one unit; admin
// runs the machine and sees no learning record).
var rights = map[Action]grant{
	LogOwn:          {staff: Own, head: Own, office: Own, director: Own, admin: Own},
	SeeOwn:          {staff: Own, head: Own, office: Own, director: Own, admin: Own},
	SeeFigures:      {head: OwnUnit, office: Everyone, director: Everyone},
	SeeNames:        {head: OwnUnit, office: Everyone, director: Everyone},
	SeeDepartment:   {office: Everyone, director: Everyone},
	InvitePeople:    {office: Everyone},
	BackdateFreely:  {office: Own},
	ManagePeople:    {office: Everyone},
	ManageQuestions: {office: Everyone},
	Configure:       {office: Everyone, admin: Everyone},
	RunMachine:      {admin: Everyone},
}

// Reach returns over whom the actor may do what: the widest scope of the roles that the actor holds.
func (a Actor) Reach(action Action) Scope {
	if a.State != Active {
		return Nobody
	}
	g := rights[action]
	widest := g.staff
	for _, held := range []struct {
		has bool
		s   Scope
	}{
		{a.Member.Roles.Head, g.head},
		{a.Member.Roles.Office, g.office},
		{a.Member.Roles.Director, g.director},
		{a.Member.Roles.Admin, g.admin},
	} {
		if held.has && held.s > widest {
			widest = held.s
		}
	}
	return widest
}

// May reports whether the actor may do something to the people of a unit.
func (a Actor) May(action Action, unit UnitID) bool {
	switch a.Reach(action) {
	case Everyone:
		return true
	case OwnUnit:
		return unit == a.Member.Unit
	default:
		return false
	}
}

// Actions returns every action of the table, for tests and help.
func Actions() []Action {
	return []Action{LogOwn, SeeOwn, SeeFigures, SeeNames, SeeDepartment, InvitePeople, BackdateFreely, ManagePeople, ManageQuestions, Configure, RunMachine}
}
