package roster

import "sohoc/internal/people"

// officialNames are the headings that the Office is asked to use.
var officialNames = map[Column]string{
	CodeColumn: "Mã", NameColumn: "Họ và tên", UnitColumn: "Đơn vị",
	PostColumn: "Chức vụ", RoleColumn: "Vai trò", CategoryColumn: "Đối tượng",
}

// headingWords are the headings that real lists have, in the form that plain gives.
var headingWords = words(map[Column][]string{
	CodeColumn: {
		"ma", "ma so", "ma nv", "ma cb", "ma cbcc", "ma cbccvc", "ma can bo", "ma nhan vien", "ma cong chuc", "ma dinh danh",
		"ma nhan su", "ma so can bo", "so hieu", "so hieu cbcc", "staff code", "code",
	},
	NameColumn: {"ho va ten", "ho ten", "ho va ten khai sinh", "ten", "ten can bo", "full name", "name"},
	UnitColumn: {
		"don vi", "phong", "phong ban", "phong don vi", "don vi phong", "don vi cong tac", "noi cong tac", "bo phan", "phong chuyen mon",
		"phong trung tam", "unit",
	},
	PostColumn:     {"chuc vu", "chuc danh", "chuc vu chuc danh", "chuc danh chuc vu", "vi tri viec lam", "post", "position"},
	RoleColumn:     {"vai tro", "vai tro trong so", "vai tro trong so hoc", "quyen", "phan quyen", "role"},
	CategoryColumn: {"doi tuong", "loai", "loai hinh", "loai can bo", "nhom", "nhom doi tuong", "dien", "category"},
})

// roleWords are the words for roles. A bare "giám đốc" is not among them: that of the department sees all
// units, that of a centre leads one.
var roleWords = words(map[people.Roles][]string{
	{}: {"nhan vien", "can bo", "chuyen vien", "khong", "staff"},
	{Head: true}: {
		"truong don vi", "lanh dao don vi", "thu truong don vi", "phu trach don vi", "truong", "phu trach", "truong phong",
		"truong phong don vi", "lanh dao phong", "phu trach phong", "chanh van phong", "chanh thanh tra", "giam doc trung tam", "head",
	},
	{Office: true}:   {"van phong", "van phong so", "vp", "office"},
	{Director: true}: {"lanh dao so", "giam doc so", "pho giam doc so", "ban giam doc", "director"},
	{Admin: true}:    {"quan tri", "quan tri vien", "quan tri he thong", "admin"},
})

// categoryWords are the words for the legal groups.
var categoryWords = words(map[people.Category][]string{
	people.CongChuc: {"cong chuc", "cc", "can bo cong chuc", "cbcc", "cong chuc tap su"},
	people.VienChuc: {"vien chuc", "vc", "vien chuc tap su"},
	people.NguoiLaoDong: {
		"nguoi lao dong", "nld", "lao dong", "lao dong hop dong", "nguoi lao dong hop dong", "hop dong", "hop dong lao dong", "hdld", "ldhd",
		"hd", "hd 68", "hd 111", "hop dong 68", "hop dong 111", "hop dong nd 68", "hop dong nd 111", "nhan vien hop dong",
	},
})

// words turns a table of meanings into one of words.
func words[M comparable](table map[M][]string) map[string]M {
	out := map[string]M{}
	for meaning, list := range table {
		for _, word := range list {
			out[word] = meaning
		}
	}
	return out
}
