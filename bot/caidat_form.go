package bot

import (
	"context"

	"sohoc/internal/schedule"
)

// hoursData is what the form of /caidat holds.
type hoursData struct {
	Job schedule.Code `json:"job"`
}

// settingsForm asks for the hours of a job.
func settingsForm() formDef {
	return formDef{
		answer: (*turn).answerHours, choose: func(*turn, context.Context, string) error { return stale() }, ask: (*turn).askForHours,
		back: (*turn).leaveHours, skip: (*turn).leaveHours, loose: func(string) bool { return false },
	}
}

// beginHours opens the form for a job.
func (t *turn) beginHours(ctx context.Context, code schedule.Code) error {
	if _, _, err := t.setting(ctx, code); err != nil {
		return err
	}
	if err := t.open("caidat", "gio", hoursData{Job: code}); err != nil {
		return err
	}
	return t.askForHours(ctx)
}

func (t *turn) askForHours(context.Context) error {
	var d hoursData
	if err := t.data(&d); err != nil {
		return err
	}
	t.say("caidat.hoi_gio", args{"Viec": t.jobName(d.Job)}, t.navigation(false)...)
	return nil
}

// answerHours reads hours. What is not understood leaves the question open.
func (t *turn) answerHours(ctx context.Context, text string) error {
	var d hoursData
	if err := t.data(&d); err != nil {
		return err
	}
	open := t.state.Form
	t.close()
	if err := t.askHours(ctx, d.Job, text); err != nil {
		t.state.Form = open
		return err
	}
	return nil
}

// leaveHours goes back to the job.
func (t *turn) leaveHours(ctx context.Context) error {
	var d hoursData
	if err := t.data(&d); err != nil {
		return err
	}
	t.close()
	return t.showSetting(ctx, d.Job)
}
