package vn.antin.testbed.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import vn.antin.sdk.spool.DurableFiles;

/**
 * Makes a plan of a People's Committee as a PDF of several pages, in Vietnamese, laid out after
 * Decree 30/2020 annex I. The content is invented and holds no secret.
 */
final class SampleDocument {
    private static final float MARGIN = 72;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float SIZE = 13;
    private static final float LEADING = 19;
    private static final String FONT =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private SampleDocument() {}

    /** Writes the PDF; an existing file is replaced. */
    static void write(Path file) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDFont font = font(document);
            List<String> lines = new ArrayList<>();
            for (String paragraph : text().split("\n")) {
                lines.addAll(wrap(font, paragraph));
            }
            int perPage = (int) ((PDRectangle.A4.getHeight() - 2 * MARGIN) / LEADING);
            int pages = (lines.size() + perPage - 1) / perPage;
            for (int page = 0; page < pages; page++) {
                List<String> part =
                        lines.subList(page * perPage, Math.min(lines.size(), (page + 1) * perPage));
                page(document, font, part, page + 1, pages);
            }
            try (OutputStream out = Channels.newOutputStream(DurableFiles.create(file))) {
                document.save(out);
            }
        }
    }

    private static PDFont font(PDDocument document) throws IOException {
        try (InputStream ttf = PDDocument.class.getResourceAsStream(FONT)) {
            if (ttf == null) {
                throw new IOException("PDFBox no longer brings " + FONT);
            }
            return PDType0Font.load(document, ttf, true);
        }
    }

    private static List<String> wrap(PDFont font, String paragraph) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (font.getStringWidth(longer) / 1000 * SIZE > WIDTH && !line.isEmpty()) {
                lines.add(line.toString());
                line = new StringBuilder(word);
            } else {
                line = new StringBuilder(longer);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private static void page(
            PDDocument document, PDFont font, List<String> lines, int number, int pages)
            throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (PDPageContentStream out = new PDPageContentStream(document, page)) {
            out.beginText();
            out.setFont(font, SIZE);
            out.setLeading(LEADING);
            out.newLineAtOffset(MARGIN, PDRectangle.A4.getHeight() - MARGIN);
            for (String line : lines) {
                out.showText(line);
                out.newLine();
            }
            out.endText();
            out.beginText();
            out.setFont(font, 10);
            out.newLineAtOffset(PDRectangle.A4.getWidth() / 2 - 20, MARGIN / 2);
            out.showText("Trang " + number + "/" + pages);
            out.endText();
        }
    }

    private static String text() {
        StringBuilder text =
                new StringBuilder(
                        """
                        ỦY BAN NHÂN DÂN TỈNH MẪU
                        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                        Độc lập - Tự do - Hạnh phúc

                        Số: 12/KH-UBND
                        Tỉnh Mẫu, ngày 22 tháng 11 năm 2026

                        KẾ HOẠCH
                        Diễn tập bảo vệ bí mật nhà nước trên hệ thống thông tin năm 2027

                        (VĂN BẢN DIỄN TẬP - NỘI DUNG HƯ CẤU, KHÔNG CHỨA BÍ MẬT NHÀ NƯỚC)

                        Căn cứ Luật Bảo vệ bí mật nhà nước; căn cứ Nghị định quy định chi tiết một số điều của Luật, Ủy ban nhân dân tỉnh ban hành kế hoạch diễn tập như sau:

                        I. MỤC ĐÍCH, YÊU CẦU
                        """);
        String[] aims = {
            "Nâng cao nhận thức của cán bộ, công chức, viên chức về trách nhiệm bảo vệ bí mật nhà nước; không soạn thảo, lưu giữ, truyền đưa bí mật nhà nước qua mạng xã hội, thư điện tử công cộng.",
            "Kiểm tra khả năng sẵn sàng của cổng trao đổi an toàn, thẻ thông minh và quy trình ký nhận khi chuyển giao giữa các cơ quan, đơn vị.",
            "Bảo đảm mỗi văn bản chuyển đi đều có người gửi, người nhận, thời gian, số lượng bản và chứng cứ ký nhận có thể kiểm tra được.",
            "Phát hiện, khắc phục kịp thời các sơ hở; không để xảy ra lộ, mất bí mật nhà nước."
        };
        for (int i = 0; i < aims.length; i++) {
            text.append(i + 1).append(". ").append(aims[i]).append('\n');
        }
        text.append("\nII. NỘI DUNG VÀ TIẾN ĐỘ\n");
        String[] units = {
            "Văn phòng Ủy ban nhân dân tỉnh",
            "Công an tỉnh",
            "Sở Nội vụ",
            "Sở Khoa học và Công nghệ",
            "Sở Tài chính",
            "Ủy ban nhân dân xã Khánh Hưng",
            "Ủy ban nhân dân phường Quỳnh Lưu"
        };
        String[] tasks = {
            "rà soát máy tính, thiết bị dùng để soạn thảo văn bản, lập sổ theo dõi kiểm định",
            "cấp phát thẻ, đổi mã PIN, hướng dẫn người dùng mở và ký nhận văn bản",
            "tổ chức chuyển giao thử một văn bản qua kênh truyền được phê duyệt và đối chiếu sổ",
            "diễn tập tình huống mất thẻ, thu hồi chứng thư số, báo cáo đột xuất"
        };
        int item = 1;
        for (String unit : units) {
            for (String task : tasks) {
                text.append(item++).append(". ").append(unit).append(' ').append(task);
                text.append("; hoàn thành trong tháng ").append(1 + item % 6).append("/2027.\n");
            }
        }
        text.append(
                """

                III. TỔ CHỨC THỰC HIỆN
                Thủ trưởng các cơ quan, đơn vị căn cứ kế hoạch này tổ chức thực hiện, báo cáo kết quả về Văn phòng Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 hằng năm để tổng hợp.

                Nơi nhận:
                - Như trên;
                - Lưu: VT. Được phép sao, chụp: không. Số bản: 01.

                TM. ỦY BAN NHÂN DÂN
                CHỦ TỊCH
                Nguyễn Thị Hòa
                """);
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
