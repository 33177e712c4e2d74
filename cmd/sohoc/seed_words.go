package main

import "sohoc/internal/people"

// What invented people are made of. Any likeness is chance.

var seedUnits = []struct{ name, post string }{
	{"Lãnh đạo Sở", "Phó Giám đốc Sở"},
	{"Văn phòng", "Chuyên viên"},
	{"Phòng Xây dựng và kiểm tra văn bản quy phạm pháp luật", "Chuyên viên"},
	{"Phòng Phổ biến, giáo dục pháp luật", "Chuyên viên"},
	{"Phòng Hành chính tư pháp", "Chuyên viên"},
	{"Phòng Bổ trợ tư pháp", "Chuyên viên"},
	{"Phòng Lý lịch tư pháp", "Chuyên viên"},
	{"Trung tâm Trợ giúp pháp lý nhà nước", "Trợ giúp viên pháp lý"},
	{"Phòng Công chứng số 1", "Công chứng viên"},
	{"Trung tâm Dịch vụ đấu giá tài sản", "Đấu giá viên"},
}

// seedPosts are the first people: everybody whom a trial needs.
var seedPosts = []struct {
	unit  int
	post  string
	roles people.Roles
}{
	{0, "Giám đốc Sở", people.Roles{Director: true}},
	{1, "Chánh Văn phòng", people.Roles{Head: true, Office: true}},
	{1, "Chuyên viên tổ chức", people.Roles{Office: true}},
	{1, "Nhân viên công nghệ thông tin", people.Roles{Admin: true}},
	{2, "Trưởng phòng", people.Roles{Head: true}},
	{3, "Trưởng phòng", people.Roles{Head: true}},
	{4, "Trưởng phòng", people.Roles{Head: true}},
	{5, "Trưởng phòng", people.Roles{Head: true}},
	{6, "Trưởng phòng", people.Roles{Head: true}},
	{7, "Giám đốc Trung tâm", people.Roles{Head: true}},
	{8, "Trưởng phòng Công chứng", people.Roles{Head: true}},
	{9, "Giám đốc Trung tâm", people.Roles{Head: true}},
	{0, "Phó Giám đốc Sở", people.Roles{Director: true}},
	{1, "Nhân viên hợp đồng", people.Roles{}},
}

var seedFamilies = []string{
	"Nguyễn", "Trần", "Hoàng", "Ma", "Nông", "Lý", "Đặng", "Triệu", "Hà", "Lương", "Vũ", "Phạm", "Bàn", "Chẩu", "Quan", "La", "Tạ", "Đỗ", "Lê", "Vi",
}

var seedGiven = []struct{ middle, given []string }{
	{
		[]string{"Thị", "Thị Thu", "Thị Ngọc", "Thanh", "Hồng", "Thị Minh"},
		[]string{"Ánh", "Bích", "Chi", "Dung", "Đào", "Hà", "Hạnh", "Hiền", "Huệ", "Lan", "Liên", "Mai", "Nga", "Oanh", "Phượng", "Thảo", "Thủy", "Ước", "Vân", "Yến"},
	},
	{
		[]string{"Văn", "Đức", "Quang", "Minh", "Xuân", "Hữu", "Ngọc"},
		[]string{"An", "Bình", "Cường", "Dũng", "Đại", "Giang", "Hải", "Hòa", "Khánh", "Lâm", "Nam", "Phúc", "Quân", "Sơn", "Thắng", "Toàn", "Tuấn", "Việt", "Vinh", "Ý"},
	},
}

var seedTopics = []topic{
	{"Chuyển đổi số cơ bản, bài", "self_study", "digital", "MOOC One Touch", []int{30, 45, 60, 90}, 12},
	{"Đọc Luật Ban hành văn bản quy phạm pháp luật, chương", "self_study", "law", "", []int{30, 45, 60}, 9},
	{"Nghiên cứu Luật Đất đai, chương", "self_study", "law", "", []int{45, 60, 90, 120}, 16},
	{"Kỹ năng soạn thảo văn bản hành chính", "training", "job_skills", "Sở Nội vụ", []int{180, 360}, 0},
	{"Tập huấn nghiệp vụ hộ tịch", "training", "job_skills", "Bộ Tư pháp", []int{180, 360}, 0},
	{"Hội nghị phổ biến nghị định mới", "training", "law", "Sở Tư pháp", []int{120, 180}, 0},
	{"Bồi dưỡng ngạch chuyên viên, buổi", "course", "state_management", "Trường Chính trị tỉnh", []int{180, 240}, 10},
	{"Trung cấp lý luận chính trị, bài", "course", "political_theory", "Trường Chính trị tỉnh", []int{180, 240}, 20},
	{"Bồi dưỡng kiến thức quốc phòng và an ninh", "course", "defence_security", "Trường Quân sự tỉnh", []int{360, 480}, 0},
	{"Sinh hoạt chuyên môn phòng", "group_study", "job_skills", "", []int{45, 60, 90}, 0},
	{"Trao đổi nghiệp vụ hòa giải ở cơ sở", "group_study", "job_skills", "", []int{60, 90}, 0},
	{"Thi trực tuyến tìm hiểu pháp luật, tuần", "online_exam", "law", "Cổng thông tin tỉnh", []int{20, 30, 40}, 8},
	{"Tiếng Anh, bài", "self_study", "foreign_language", "", []int{15, 20, 30, 45}, 60},
	{"Tiếng Tày, bài", "self_study", "ethnic_language", "", []int{30, 45}, 20},
	{"An toàn thông tin khi dùng thư điện tử", "self_study", "digital", "", []int{30, 45}, 0},
	{"Dùng trí tuệ nhân tạo trong công việc văn phòng", "self_study", "digital", "", []int{45, 60, 90}, 0},
	{"Kỹ năng tiếp công dân", "self_study", "soft_skills", "", []int{30, 60}, 0},
	{"Đọc sách về quản lý thời gian, chương", "self_study", "soft_skills", "", []int{20, 30, 45}, 10},
	{"Nghị quyết của Đảng về công tác pháp luật", "self_study", "political_theory", "", []int{30, 60}, 0},
	{"Tìm hiểu lịch sử địa phương", "self_study", "other", "", []int{30, 45, 60}, 0},
}
