package quicklog

// tag is a bit set of the roles that one word can play in the grammar; the spelling of a token decides which of them remain.
type tag uint64

const (
	tagHour   tag = 1 << iota // h, giờ: a duration or a time of day
	tagTieng                  // tiếng: only a duration
	tagMinute                 // phút
	tagTiet
	tagBuoi
	tagNgay
	tagTuan
	tagNum  // a number word, value in token.num
	tagMuoi // mươi: ten times the digit before
	tagTram // trăm
	tagRuoi // rưỡi: and a half
	tagNua  // nửa: half of
	tagKem  // kém: less
	tagVai  // vài, mấy: an amount that nobody can count
	tagWhole
	tagThu
	tagPart // sáng, trưa, chiều, tối, đêm; which one in token.num
	tagNay
	tagQua
	tagMai
	tagHom
	tagMung
	tagThang
	tagNam
	tagTruoc
	tagSau
	tagRoi
	tagVua
	tagAgo
	tagLast
	tagFrom
	tagTo
	tagAt
	tagAnd
	tagEach
	tagTimes
	tagPM       // am (num 0), pm (num 12)
	tagOrdinal  // bài, chương, điều: a number follows
	tagCounter  // trang, câu: a number precedes
	tagNth      // bài, lần: "thứ 3" after it is no weekday
	tagTimeLink // trong, khoảng, lúc: goes with the duration, day or clock beside it
	tagFromLink // trên, qua, tại: goes with the provider beside it
	tagLead     // no head of a title
	tagTrail    // no end of a title
	tagPronoun
	tagPerson  // thầy, cô, chị: a name follows
	tagFamily  // Nguyễn, Trần: a name begins
	tagMonth   // an English month, 1..12 in token.num
	tagVersion // a decimal after it is a version or a mark
	tagTotal
	tagMinus
	tagFiller  // chắc, thôi: says nothing in an answer
	tagWeekday // cn, monday; Monday is 1, Sunday 7 in token.num
	tagHead    // begins a day or an amount without a role of its own
)

const (
	tagUnit    = tagHour | tagTieng | tagMinute | tagTiet | tagBuoi | tagNgay | tagTuan
	tagHours   = tagHour | tagTieng
	tagCoarse  = tagBuoi | tagNgay | tagTuan
	tagDayHead = tagHead | tagThu | tagWeekday | tagHom | tagNgay | tagMung | tagMai | tagTuan | tagLast | tagSau | tagThang | tagNum | tagNua | tagVai |
		tagMonth | tagNay | tagFrom | tagTo | tagWhole
	tagAmountHead = tagHead | tagNum | tagNua | tagVai | tagWhole | tagMinus | tagFrom | tagTo | tagAt | tagUnit
	tagTimeWord   = tagUnit | tagPart | tagNay | tagQua | tagHom | tagTruoc | tagWhole | tagThu | tagWeekday | tagAt | tagFrom | tagRuoi
)

// sense is one role of one word.
type sense struct {
	tag    tag
	num    int
	exact  string // its spelling; a token may leave out diacritics but not contradict them
	strict bool   // in a line that has diacritics, this word must have its own
}

// wordTags lists the single words of the grammar by role. A leading "!" marks a strict word.
var wordTags = []struct {
	tag   tag
	words string
}{
	{tagHour, "h g giờ hour hours hr hrs"},
	{tagTieng, "tiếng"},
	{tagMinute, "p ph phút min mins minute minutes"},
	{tagTiet, "tiết"},
	{tagBuoi, "buổi"},
	{tagNgay, "ngày day days"},
	{tagTuan, "tuần week weeks"},
	{tagMuoi, "mươi chục"},
	{tagTram, "trăm"},
	{tagRuoi, "rưỡi rưởi"},
	{tagNua, "nửa half"},
	{tagKem, "kém"},
	{tagVai, "vài mấy ít few several"},
	{tagWhole, "cả nguyên trọn suốt whole all"},
	{tagThu, "thứ"},
	{tagNay, "nay này this"},
	{tagQua, "qua"},
	{tagMai, "mai"},
	{tagHom, "hôm bữa"},
	{tagMung, "mùng mồng"},
	{tagThang, "tháng"},
	{tagNam, "!năm"},
	{tagTruoc, "trước trc"},
	{tagSau, "sau tới next"},
	{tagRoi, "rồi r"},
	{tagVua, "vừa"},
	{tagAgo, "ago"},
	{tagLast, "last"},
	{tagFrom, "từ from"},
	{tagTo, "đến tới to until till"},
	{tagAt, "lúc hồi at"},
	{tagAnd, "và với and lẫn cùng"},
	{tagEach, "mỗi each every per"},
	{tagTimes, "x lần times"},
	{tagOrdinal, "bài chương điều khoản điểm mục phần module modul unit lesson chapter tuần trang khóa lớp k số quyển tập kỳ " +
		"đợt đề tiết buổi lần câu bậc hạng level part ca nhóm tổ phòng quý cấp page video clip slide phiên bước thứ án"},
	{tagCounter, "trang bài câu chương điều video clip slide slides chuyên người đồng tài cuốn quyển văn module khoản mục phần " +
		"page pages chapters lessons videos questions nội bản luật nghị thông lớp khóa phiên vụ hồ tình"},
	{tagNth, "bài lần chương phần khóa lớp kỳ họp đợt module tập điều quý tiết buổi hạng"},
	{tagTimeLink, "đc dc khoảng tầm độ chừng gần hơn mất non ngót hết được trong vào lúc hồi từ đến tổng cộng suốt là for in on at during " +
		"spent took about just last over cỡ tròn đúng đủ ngày hôm buổi các"},
	{tagFromLink, "trên qua tại ở bằng của từ với trong trang kênh web website app on via from at in using"},
	{tagLead, "về là of on about rằng the an được thêm"},
	{tagTrail, "ạ nhé nha nhá rồi r xong nhe à ah nhỉ đó please"},
	{tagPronoun, "tôi e em mình tớ anh chị cháu i we đã vừa mới có sẽ will have had been"},
	{tagPerson, "thầy cô ông bà anh chị đc chí viên giả bác chú sư mr ms mrs bạn em"},
	{tagFamily, "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn trịnh trương lương hà tô tạ " +
		"chu ma triệu nông hứa lục vi quan bàn đàm phùng vương cao thái la lâm tống nghiêm lưu"},
	{tagVersion, "bản version python ielts toeic toefl office web windows word excel gpt chatgpt hsk topik java ios android iso nghiệp"},
	{tagTotal, "tổng total"},
	{tagMinus, "âm"},
	{tagFiller, "chắc thôi là cũng độ cỡ đâu hình như có lẽ thì dạ vâng thế bot sổ well maybe only i think so thực tế đấy khoảng học ghi nhớ không nhầm của"},
}

// literals are the words that begin a day or an amount and that the recognisers name themselves.
const literals = "t x đầu cách chủ cn vào bắt một trong on this next last the quarter quarters kết hiệu"

// numbered lists the words that carry a number.
var numbered = []struct {
	tag   tag
	words string // word=value
}{
	{tagNum, "không=0 một=1 mốt=1 hai=2 ba=3 bốn=4 tư=4 !năm=5 lăm=5 nhăm=5 !sáu=6 bảy=7 bẩy=7 tám=8 chín=9 mười=10 one=1 two=2 " +
		"three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 fifteen=15 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 ninety=90 a=1 an=1"},
	{tagPart, "sáng=1 trưa=2 chiều=3 tối=4 đêm=5 morning=1 noon=2 afternoon=3 evening=4 night=5"},
	{tagPM, "am=0 pm=12"},
	{tagWeekday, "cn=7 sunday=7 monday=1 tuesday=2 wednesday=3 thursday=4 friday=5 saturday=6"},
	{tagMonth, "january=1 jan=1 february=2 feb=2 march=3 april=4 apr=4 june=6 jun=6 july=7 jul=7 august=8 aug=8 september=9 sep=9 " +
		"october=10 oct=10 november=11 nov=11 december=12 dec=12"},
}
