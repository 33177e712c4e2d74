package quicklog

import (
	"slices"
	"strings"
)

// verbs are the kind words that govern an object; manners those that only say how; bare those that are no title by themselves.
const (
	verbs   = "đọc,xem,nghe,ôn,ôn tập,nghiên cứu,read,reading,watch,watched,watching,listen,listened,listening,review,reviewed,ôn thi,luyện thi,luyện nghe"
	manners = "tự học,tự học tập,tự nghiên cứu,học nhóm,học cùng nhóm,học theo nhóm,self study,self-study,group study"
	bare    = "khóa,lớp,khóa học,lớp học,thi,cuộc thi,kỳ thi,bài thi,dự thi,course,courses,class,exam,quiz"
)

func roleOf(c class, phrase string) role {
	phrase = strings.TrimPrefix(phrase, "!")
	in := func(list string) bool { return slices.Contains(strings.Split(list, ","), phrase) }
	switch {
	case c != classKind:
	case in(verbs), in(bare):
		return roleVerb
	case in(manners):
		return roleManner
	}
	return roleNoun
}

func terms(code, words string) Term {
	return Term{Code: code, Words: strings.Split(words, ",")}
}

// defaultKinds are the built-in kind words.
func defaultKinds() []Term {
	return []Term{
		terms("course", "!khóa,!khóa học,lớp,lớp học,bồi dưỡng,đào tạo,khóa đào tạo,khóa bồi dưỡng,lớp bồi dưỡng,course,courses,class"),
		terms("training", "tập huấn,hội nghị,hội thảo,tọa đàm,workshop,seminar,webinar,conference,training,hội nghị tập huấn,hội thảo khoa học,hội nghị khoa học"),
		terms("self_study", "tự học,tự học tập,tự nghiên cứu,đọc,xem,nghe,ôn,ôn tập,nghiên cứu,self study,self-study,read,reading,watch,watched,watching,"+
			"listen,listened,listening,review,reviewed,ôn thi,luyện thi,luyện nghe"),
		terms("group_study", "học nhóm,học cùng nhóm,học theo nhóm,sinh hoạt chuyên môn,shcm,group study,thảo luận nhóm"),
		terms("online_exam", "thi,thi trực tuyến,cuộc thi,kỳ thi,dự thi,bài thi,thi thử,exam,quiz,thi công chức,thi viên chức,thi nâng ngạch,thi tìm hiểu,thi trắc nghiệm"),
	}
}

// Default returns tables that fit a Vietnamese provincial department: its fields, and the platforms that its staff learn on.
func Default() Tables {
	return Tables{Units: DefaultUnits(), Fields: defaultFields(), Providers: []Term{
		terms("MOOC", "mooc,moocs,nền tảng mooc"),
		terms("Coursera", "coursera"),
		terms("Bình dân học vụ số", "bình dân học vụ số,bdhvs,nền tảng bình dân học vụ số,binhdanhocvuso"),
		terms("YouTube", "youtube,you tube,yt,kênh youtube"),
		terms("edX", "edx"),
		terms("Udemy", "udemy"),
		terms("Khan Academy", "khan academy,khanacademy"),
		terms("Duolingo", "duolingo"),
	}}
}

func defaultFields() []Term {
	return []Term{
		terms("political_theory", "lý luận chính trị,chính trị,llct,tư tưởng hồ chí minh,đạo đức hồ chí minh,mác lênin,mác lê nin,xây dựng đảng,điều lệ đảng,"+
			"nghị quyết đại hội,nghị quyết trung ương,học tập và làm theo,chủ nghĩa xã hội,lịch sử đảng,công tác đảng,nghị quyết của đảng,nghị quyết đảng,political theory"),
		terms("defence_security", "quốc phòng,an ninh quốc phòng,quốc phòng an ninh,quốc phòng và an ninh,an ninh,qpan,dân quân tự vệ,an ninh trật tự,an ninh quốc gia"),
		terms("state_management", "quản lý nhà nước,qlnn,hành chính nhà nước,cải cách hành chính,cchc,ngạch chuyên viên,ngạch chuyên viên chính,chuyên viên chính,"+
			"chuyên viên,lãnh đạo cấp phòng,chuyên viên cao cấp,quản lý hành chính,public administration"),
		terms("job_skills", "nghiệp vụ,chuyên môn,hộ tịch,công chứng,chứng thực,hòa giải,hòa giải ở cơ sở,trợ giúp pháp lý,lý lịch tư pháp,văn thư,lưu trữ,văn thư lưu trữ,"+
			"soạn thảo văn bản,kỹ thuật soạn thảo,kế toán,đấu giá tài sản,giám định tư pháp,thi hành án dân sự,bồi thường nhà nước,thừa phát lại,quản tài viên,thi đua khen thưởng,thẩm định văn bản"),
		terms("law", "luật,pháp luật,bộ luật,nghị định,thông tư,hiến pháp,pháp lệnh,pbgdpl,phổ biến giáo dục pháp luật,phổ biến pháp luật,law,laws,vbqppl,văn bản quy phạm pháp luật,pháp lý"),
		terms("foreign_language", "tiếng anh,tiếng trung,tiếng trung quốc,tiếng nhật,tiếng hàn,tiếng pháp,tiếng nga,tiếng đức,tiếng lào,tiếng thái lan,anh văn,ngoại ngữ,english,"+
			"chinese,japanese,korean,french,ielts,toeic,toefl,hsk,từ vựng tiếng anh,ngữ pháp tiếng anh"),
		terms("ethnic_language", "tiếng dân tộc,tiếng dân tộc thiểu số,tiếng tày,tiếng dao,tiếng mông,tiếng h'mông,tiếng nùng,tiếng thái,tiếng cao lan,tiếng sán chay,tiếng pà thẻn"),
		terms("digital", "chuyển đổi số,cđs,kỹ năng số,năng lực số,trí tuệ nhân tạo,ai,chatgpt,gemini,copilot,tin học,tin học văn phòng,công nghệ thông tin,cntt,công nghệ số,"+
			"excel,word,powerpoint,canva,an toàn thông tin,an ninh mạng,an toàn thông tin mạng,dữ liệu số,dữ liệu,khoa học dữ liệu,chữ ký số,dịch vụ công trực tuyến,python,"+
			"phần mềm,internet,kinh tế số,xã hội số,chính phủ số,công dân số,digital,digital transformation,vneid"),
		terms("soft_skills", "kỹ năng mềm,kỹ năng giao tiếp,giao tiếp,thuyết trình,kỹ năng thuyết trình,làm việc nhóm,kỹ năng lãnh đạo,quản lý thời gian,tư duy phản biện,đàm phán,"+
			"kỹ năng sống,giải quyết vấn đề,kỹ năng viết,soft skills,quản lý cảm xúc"),
		terms("other", "sơ cứu,sức khỏe"),
	}
}
