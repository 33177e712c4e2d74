package quicklog

// role tells what a kind word does to the title.
type role uint8

const (
	// roleNoun heads the title and stays: "tập huấn …", "khóa …".
	roleNoun role = iota
	// roleVerb stays when it governs something: "đọc sách".
	roleVerb
	// roleManner says only how one learnt, and goes: "tự học", "học nhóm".
	roleManner
)

// phrases lists what takes more than one word, or stands outside the grammar of time. "!" marks what needs its diacritics in a
// line that has some.
var phrases = []struct {
	class class
	num   int
	words string
}{
	{classCommand, 0, "học,hoc,ghi,log,study,studied,studying,learn,learned,learnt,learning,ghi học,ghi sổ,ghi lại,ghi nhận,log học," +
		"đã học,vừa học,mới học,học được,học xong,đã học xong,vừa học xong,xong,đã xong,hoàn thành,đã hoàn thành,vừa xong,hoàn thành xong,đi học,add"},
	{classNot, 0, "không học,chưa học,không ghi,ko học,k học,chẳng học,did not,didn't"},
	{classRepeat, 0, "hằng ngày,hàng ngày,hằng tuần,hàng tuần,hằng tháng,hàng tháng,hằng đêm,hàng đêm,hằng tối,hàng tối,hằng sáng,hàng sáng," +
		"ngày nào cũng,tối nào cũng,sáng nào cũng,hôm nào cũng,chiều nào cũng,tuần nào cũng,trưa nào cũng,đêm nào cũng,daily,weekly,twice,twice a week,twice a day,once a week,once a day,a few times,cách ngày," +
		"các buổi tối,các buổi sáng,các buổi chiều,các tối,các ngày trong tuần"},
	{classDay, 0, "today,tonight,hnay,hn,nãy,hồi nãy,ban nãy,vừa nãy,lúc nãy,ngày hôm nay,bữa nay,hôm nay"},
	{classDay, -1, "yesterday,hôm qua,hqua,hqa,ngày hôm qua,bữa qua,last night"},
	{classDay, -2, "hôm kia,ngày hôm kia,bữa kia,the day before yesterday,day before yesterday"},
	{classDay, 1, "ngày mai,tomorrow,bữa mai,hôm mai"},
	{classDay, 2, "ngày kia,ngày mốt,mai mốt,the day after tomorrow,day after tomorrow"},
	{classVague, 0, "hôm trước,hôm nọ,bữa trước,bữa nọ,mấy hôm trước,mấy bữa trước,vài hôm trước,hôm rồi,bữa rồi,dạo này,dạo trước,gần đây," +
		"mới đây,vừa qua,thời gian qua,thời gian vừa qua,hôm rày,cuối tuần,giữa tuần,cuối tuần trước,giữa tuần trước,cuối tuần qua,cuối tuần rồi," +
		"cuối tuần vừa rồi,cuối tuần vừa qua,cuối tuần này,tháng trước,tháng này,tháng rồi,tháng qua,tháng vừa rồi,tháng vừa qua,đầu tháng,giữa tháng,cuối tháng," +
		"đầu tháng này,giữa tháng này,cuối tháng này,đầu tháng trước,giữa tháng trước,cuối tháng trước,năm ngoái,năm trước,năm nay,đầu năm,cuối năm," +
		"last month,this month,last year,last weekend,the other day,recently,lately,mấy hôm nay,mấy ngày nay,mấy ngày qua,vài ngày trước,mấy ngày trước," +
		"tuần trước đó,hai hôm nay,quý trước"},
	{classVague, 1, "tháng sau,tháng tới,năm sau,năm tới,sắp tới,next month,next year,sẽ học,sắp học,cuối tuần tới,cuối tuần sau,định học,dự định học"},
	{classDoc, 0, "nghị định,nđ,thông tư,tt,ttlt,thông tư liên tịch,quyết định,qđ,nghị quyết,nq,kế hoạch,kh,công văn,cv,chỉ thị,ct,kết luận,kl," +
		"quy định,qđi,hướng dẫn,hd,đề án,luật,luật số,bộ luật,pháp lệnh,quy chế,văn bản,tờ trình,chương trình,báo cáo,công điện,thông báo," +
		"thông tri,lệnh,hiến pháp,văn bản số,công ước,decree,circular,law,bộ tiêu chí,chương trình hành động,dự thảo,đề cương"},
	{classEvent, 0, "ngày pháp luật,ngày pháp luật việt nam,ngày nhà giáo,ngày nhà giáo việt nam,ngày quốc khánh,ngày chuyển đổi số,ngày chuyển đổi số quốc gia," +
		"ngày phụ nữ,ngày phụ nữ việt nam,ngày quốc tế phụ nữ,ngày thành lập,ngày thành lập đảng,ngày thành lập đoàn,ngày truyền thống,ngày giải phóng," +
		"ngày thương binh liệt sĩ,ngày hội đại đoàn kết,ngày sách,ngày sách việt nam,kỷ niệm,kỷ niệm ngày,ngày khuyến học,ngày khuyến học việt nam,ngày gia đình,quốc khánh,cách mạng tháng tám,cách mạng"},
	{classIssued, 0, "ban hành,được ban hành,ký ban hành,có hiệu lực,hiệu lực,có hiệu lực thi hành,hiệu lực thi hành,áp dụng,được áp dụng"},
	{classIssued, 1, "ký,thông qua,được thông qua,công bố,sửa đổi,được sửa đổi,bổ sung,sửa đổi bổ sung,thi hành"},
	{classLead, 0, "nhờ sổ học,nhờ bot,nhờ ghi,bot ghi,ghi giúp,ghi giúp em,ghi giúp tôi,ghi giúp mình,ghi hộ,ghi hộ em,log giúp,cho em log,cho tôi log,cho mình ghi,cho mình log,cho em xin ghi,xin được ghi,quên ghi,quên chưa ghi,quên,ghi bù,ghi thêm,tranh thủ,rảnh,tranh thủ học,rảnh học,học thêm,chị ơi,anh ơi,em ơi,bot ơi,ad ơi,sổ học ơi,dạ,thưa,thưa anh,thưa chị,chào,báo cáo,báo cáo anh,báo cáo chị,xin ghi,cho em ghi,cho tôi ghi,nội dung là,về nội dung,về việc,về vấn đề,liên quan đến,với nội dung,chủ đề là"},
	{classLink, 0, "đầu giờ,cuối giờ,giữa giờ,chưa đến,chưa tới,không đến,các ngày,trong các ngày,vào các ngày,kéo dài,thời lượng,thời gian,tổng cộng,tổng số,tổng số là,tổng là,với tổng số,tổng thời gian,tổng thời lượng,bắt đầu,bắt đầu từ,bắt đầu lúc,kết thúc,cả thảy,tất cả," +
		"trong vòng,trong khoảng,diễn ra,trong thời gian,ước chừng,ước khoảng,vào khoảng,hết khoảng,mất khoảng,for about,nền tảng,ứng dụng,hệ thống," +
		"kênh,cổng,trang web,học trên,học qua,học tại,xem trên,đồng hồ,for a total of"},
	{classOpaque, 0, opaqueTime + opaqueKind + opaqueOther},
	{classOpaque, 1, "học tập,học và làm theo,học tập và làm theo,học liệu"},
}

// Compounds whose parts look like words of time, of learning, or of numbers. Each protects a line typed without diacritics, where
// "thi hanh an" could be an examination.
const (
	opaqueTime = "tiết kiệm,chi tiết,thời tiết,tiết diện,tiết chế,tiết lộ,bí mật đời tư,buổi lễ,tiếng nói,danh tiếng,lên tiếng,tiếng dân,nổi tiếng," +
		"tuần hoàn,tuần tra,tuần lễ,ngày công,ngày lễ,ngày sinh,ngày nghỉ,ngày càng,ngày xưa,hiện nay,ngày hội,lễ hội," +
		"sáng tạo,sáng kiến,sáng tác,sáng lập,tối tân,chiều sâu,chiều cao,chiều dài,sáng suốt,ánh sáng,sáng chế,trong sáng,chuyển sang,sang tên,sang nhượng,chiều hướng,nhiều chiều,đa chiều,hai chiều," +
		"tối thiểu,tối đa,tối ưu,tội phạm,tội danh,phạm tội,tòa án tối cao,tối cao,tội tham nhũng,kết tội,thông qua,trải qua,vượt qua,bỏ qua,quá trình," +
		"qua lại,quản lý,quan hệ,cơ quan,thương mại,điện thương mại,khuyến mãi," +
		"trước bạ,trước khi,trước hết,sau khi,sau đó,sau này,về sau,sau đại học,trước mắt,giờ hành chính,giờ làm việc,giờ nghỉ,giờ nghỉ trưa,nghỉ trưa,sau giờ làm,sau giờ làm việc,sau giờ hành chính,ngoài giờ,bây giờ,giờ đây,bao giờ," +
		"giờ giấc,thuế nhà,thông thường,ngày làm việc,làm việc ngày,nghỉ hằng năm,hằng năm,hàng năm,hôm sau,thứ trưởng,thứ tự,thứ nhất,thứ bậc,đơn thư,văn thư," +
		"gia hạn,hai bên,ba bên,nhiều bên,một số,một cửa,một phần,một lần,bốn tại chỗ,ba không,năm mới,việt nam,nam giới,miền nam,đông nam,tây nam,nam bắc," +
		"bảy nổi,tư pháp,tư tưởng,tư vấn,tư duy,đầu tư,tư nhân,đời tư,riêng tư,tự do,tự chủ,tư liệu,ba mẹ,hai mặt,đặc biệt,sáu mươi năm,chín muồi," +
		"điện tử,phụ tử,nửa đầu,nửa cuối,từ xa,từ điển,từ vựng,từ ngữ,từ chối,từ thiện,từ thông,từ khóa,từ nguyên,từ chức,danh từ,động từ,tính từ,đạo đức,đến bù,đền bù,lễ hội đền," +
		"trong sạch,quan trọng,trọng tâm,trọng tài,tôn trọng,trọng điểm,nghiêm trọng,năng lực,nguồn lực,hiệu lực,lực lượng,quyền lực,bạo lực,động lực,áp lực,nhân lực,thế lực,"
	opaqueKind = ",hội thi,lớp trưởng,lắng nghe,thi hành,thi hành án,thi hành án dân sự,thi đua,thi đua khen thưởng,thi công,thực thi,khả thi,thi thể,tử thi,thi ca,thị trường,đô thị,thị xã,thị trấn," +
		"chỉ thị,thị giác,tiếp thị,siêu thị,thị thực,hiển thị,biểu thị,xem xét,xem như,được xem là,xem nhẹ,nghe nhìn,nghề nghiệp,hành nghề,dạy nghề,nghề luật,nghề công chứng," +
		"đào tạo nghề,học nghề,làng nghề,độc lập,độc hại,đơn độc,độc quyền,ổn định,bất ổn,ôn hòa,ôn đới," +
		"giáo dục và đào tạo,bộ giáo dục và đào tạo,sở giáo dục và đào tạo,tầng lớp,dạy học,năm học,môn học,bài học,giờ học,cách học,việc học,du học,hiếu học,phương pháp học,kế hoạch học,giai cấp lớp,chuyên khoa,bách khoa,sách giáo khoa,khoa học,!khoa học công nghệ," +
		"khoa học và công nghệ,khoa học dữ liệu,khoa học máy tính,khoa học kỹ thuật,khoa học xã hội,khoa học quản lý,nghiên cứu khoa học,đề tài khoa học," +
		"căn cứ khoa học,khoa học tự nhiên,khoa học pháp lý,luật học,khoa luật,khoa nội,tin học,văn học,sinh học,toán học,đại học,trường học,trung học," +
		"tiểu học,xã hội học tập,công dân học tập,đơn vị học tập,cộng đồng học tập,gia đình học tập,dòng họ học tập,hội khuyến học,khuyến học,học viện,học sinh,học viên," +
		"xóa mù chữ,cao học,hóa học,tâm lý học,xã hội học,triết học,ngôn ngữ học,tội phạm học,y học,luật học so sánh,nhân học,sử học,lịch sử,e learning,elearning," +
		"nghe lời,khóa sổ,khóa luận,khóa máy,khóa tài khoản,chìa khóa,từ khóa bảo mật,khóa bảo mật,khóa công khai,khóa bí mật,chữ ký,từ khóa tìm kiếm,phong tỏa"
	opaqueOther = ",kỷ luật,luật sư,đoàn luật sư,quy luật,âm nhạc,âm thanh,âm mưu,ghi âm,ghi hình,ghi chép,ghi nhớ,ghi chú,buôn lậu,phát âm,âm vị," +
		"họ và tên,và hơn nữa,x quang,tổng hợp,tổng kết,tổng quan,tổng thể,tổng bí thư,tổng cục,cộng đồng,cộng hòa,công cộng,cộng sản,đảng cộng sản,cộng tác viên," +
		"mục tiêu,mục đích,danh mục,hạng mục,phần mềm,phần cứng,thành phần,phần lớn,cổ phần,khoản vay,tài khoản,điều khoản,bộ phận,điều tra,điều hành,điều lệ,điều kiện,điều chỉnh,điều khiển," +
		"số hóa,kỹ thuật số,dịch vụ số,công dân số,xã hội số,kinh tế số,chính phủ số,chính quyền số,chữ ký số,nền tảng số,kỹ năng số,chuyển đổi số,năng lực số,bình dân học vụ"
)
