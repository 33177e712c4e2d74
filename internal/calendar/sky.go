package calendar

import "math"

const degree = math.Pi / 180

// sunLongitude returns the apparent longitude of the sun in degrees, 0 to 360, at a Julian day in UTC. Its error
// is below 0.01°, a quarter of an hour (Meeus, chapter 25).
func sunLongitude(jd float64) float64 {
	t := (jd + deltaT(jd) - 2451545) / 36525
	mean := 280.46646 + 36000.76983*t + 0.0003032*t*t
	m := (357.52911 + 35999.05029*t - 0.0001537*t*t) * degree
	centre := (1.914602-0.004817*t-0.000014*t*t)*math.Sin(m) + (0.019993-0.000101*t)*math.Sin(2*m) + 0.000289*math.Sin(3*m)
	node := (125.04 - 1934.136*t) * degree
	lon := math.Mod(mean+centre-0.00569-0.00478*math.Sin(node), 360)
	if lon < 0 {
		lon += 360
	}
	return lon
}

// wave is a periodic term of the new moon: its size in days, its multiples of the sun's anomaly, the moon's
// anomaly and the moon's argument of latitude, and how often the eccentricity of the earth's orbit scales it.
type wave struct {
	size             float64
	sun, moon, f, ec float64
}

// waves are the periodic terms of a new moon (Meeus, table 49.A).
var waves = []wave{
	{-0.40720, 0, 1, 0, 0},
	{0.17241, 1, 0, 0, 1},
	{0.01608, 0, 2, 0, 0},
	{0.01039, 0, 0, 2, 0},
	{0.00739, -1, 1, 0, 1},
	{-0.00514, 1, 1, 0, 1},
	{0.00208, 2, 0, 0, 2},
	{-0.00111, 0, 1, -2, 0},
	{-0.00057, 0, 1, 2, 0},
	{0.00056, 1, 2, 0, 1},
	{-0.00042, 0, 3, 0, 0},
	{0.00042, 1, 0, 2, 1},
	{0.00038, 1, 0, -2, 1},
	{-0.00024, -1, 2, 0, 1},
	{-0.00007, 2, 1, 0, 0},
	{0.00004, 0, 2, -2, 0},
	{0.00004, 3, 0, 0, 0},
	{0.00003, 1, 1, -2, 0},
	{0.00003, 0, 2, 2, 0},
	{-0.00003, 1, 1, 2, 0},
	{0.00003, -1, 1, 2, 0},
	{-0.00002, -1, 1, -2, 0},
	{-0.00002, 1, 3, 0, 0},
	{0.00002, 0, 4, 0, 0},
}

// planets are the additional corrections of all phases, the pull of the planets: size in days, angle at k = 0
// and its growth, in degrees (Meeus, page 351). The first has a square term of its own.
var planets = [][3]float64{
	{0.000325, 299.77, 0.107408},
	{0.000165, 251.88, 0.016321},
	{0.000164, 251.83, 26.651886},
	{0.000126, 349.42, 36.412478},
	{0.000110, 84.66, 18.206239},
	{0.000062, 141.74, 53.303771},
	{0.000060, 207.14, 2.453732},
	{0.000056, 154.84, 7.306860},
	{0.000047, 34.52, 27.261239},
	{0.000042, 207.19, 0.121824},
	{0.000040, 291.34, 1.844379},
	{0.000037, 161.72, 24.198154},
	{0.000035, 239.56, 25.513099},
	{0.000023, 331.55, 3.592518},
}

// newMoon returns the instant of the k-th new moon since 6/1/2000, a Julian day in dynamical time, within some
// seconds (Meeus, chapter 49).
func newMoon(k float64) float64 {
	t := k / 1236.85
	jd := 2451550.09766 + synodic*k + 0.00015437*t*t - 0.000000150*t*t*t
	e := 1 - 0.002516*t - 0.0000074*t*t
	sun := (2.5534 + 29.10535670*k - 0.0000014*t*t) * degree
	moon := (201.5643 + 385.81693528*k + 0.0107582*t*t + 0.00001238*t*t*t) * degree
	f := (160.7108 + 390.67050284*k - 0.0016118*t*t - 0.00000227*t*t*t) * degree
	node := (124.7746 - 1.56375588*k + 0.0020672*t*t + 0.00000215*t*t*t) * degree
	for _, w := range waves {
		jd += w.size * math.Pow(e, w.ec) * math.Sin(w.sun*sun+w.moon*moon+w.f*f)
	}
	jd -= 0.00017 * math.Sin(node)
	for i, p := range planets {
		angle := p[1] + p[2]*k
		if i == 0 {
			angle -= 0.009173 * t * t
		}
		jd += p[0] * math.Sin(angle*degree)
	}
	return jd
}
