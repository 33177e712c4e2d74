package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

// corrections tells, when somebody asks, how many entries people corrected and in what: where the reading of
// lines is weak. No text is told.
type corrections struct{ server *server }

var correctionsDesc = prometheus.NewDesc("sohoc_entries_corrected",
	"Entries that their people corrected within a day of writing them, by what was changed.", []string{"part"}, nil)

// Describe implements prometheus.Collector.
func (corrections) Describe(out chan<- *prometheus.Desc) { out <- correctionsDesc }

// Collect implements prometheus.Collector.
func (c corrections) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	var found learning.Corrections
	err := c.server.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		found, err = tx.Corrections(ctx)
		return err
	})
	if err != nil {
		out <- prometheus.NewInvalidMetric(correctionsDesc, err)
		return
	}
	for part, n := range found.Parts() {
		out <- prometheus.MustNewConstMetric(correctionsDesc, prometheus.GaugeValue, float64(n), part)
	}
}
