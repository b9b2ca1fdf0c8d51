package dev.todoapp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {

    private static final Bar MET = new Bar("CPU per request", 0.6, 0.6, "ms");
    private static final Bar MISSED = new Bar("pages", 1.21, 1.2, "");

    @TempDir
    Path folder;

    @Test
    void aBarIsMetUpToItsLimitAndNotBeyond() {
        assertThat(MET.isMet()).isTrue();
        assertThat(MISSED.isMet()).isFalse();
    }

    @Test
    void saysOfEachBarWhetherItIsMet() {
        assertThat(report(0).markdown())
                .contains("| CPU per request | 0.600 | 0.6 ms | met |")
                .contains("| pages | 1.21 | 1.2 | **missed** |")
                .contains("| requests that failed | 0 | 0 | met |");
    }

    @Test
    void aRequestThatFailedIsAMissToo() {
        Report report = report(3);

        assertThat(report.errors()).isEqualTo(3);
        assertThat(report.markdown()).contains("| requests that failed | 3 | 0 | **missed** |");
    }

    /** The machines of pipelines are shared: there a missed bar is a record like another, but no answer may be wrong. */
    @Test
    void whatIsKeptForTheRecordsMayMissABarAndAnswerNothingWrong() {
        assertThat(Bench.Purpose.of(List.of("todos", "--keep")).judge(report(0)))
                .isTrue();
        assertThat(Bench.Purpose.of(List.of("todos", "--keep")).judge(report(3)))
                .isFalse();
        assertThat(Bench.Purpose.of(List.of("todos")).judge(report(0))).isFalse();
        assertThat(Bench.Purpose.of(List.of("todos", "--quick")).judge(report(3)))
                .isTrue();
    }

    @Test
    void putsRatiosBeforeTimesAndTheMachineLast() {
        String markdown = report(0)
                .section("Ratios", "", new Table("", "p50").row("one", 2.0))
                .section("Times", "In ms.", new Table("", "p50").row("one", 0.123))
                .markdown();

        assertThat(markdown)
                .containsSubsequence(
                        "# Title", "| bar |", "## Ratios", "2.00", "## Times", "0.123", "| CPU | two cores |");
    }

    @Test
    void writesAPageAndAPictureThatBelongTogether() {
        report(0).write(folder);

        assertThat(folder.resolve("things.md")).content().contains("](things.svg)");
        assertThat(folder.resolve("things.svg")).content().startsWith("<?xml").contains("<svg");
    }

    @Test
    void thePictureShowsAMissedBarInRed() {
        String red = "fill:rgb(207,34,46)";

        assertThat(picture(1.2)).doesNotContain(red);
        assertThat(picture(1.3)).contains(red);
    }

    @Test
    void allOfThePictureIsSvg() throws Exception {
        DocumentBuilderFactory parser = DocumentBuilderFactory.newInstance();
        parser.setNamespaceAware(true);
        parser.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        NodeList all = parser.newDocumentBuilder()
                .parse(new InputSource(new StringReader(picture(1.2))))
                .getElementsByTagName("*");

        assertThat(all.getLength()).isGreaterThan(20);
        for (int i = 0; i < all.getLength(); i++) {
            assertThat(all.item(i).getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        }
    }

    @Test
    void aReferenceMayExceedTheBar() {
        assertThat(new Plot.Panel("cost", Map.of("service", 0.5, "other", 2.0), List.of("service"), 0.6).isMet())
                .isTrue();
    }

    @Test
    void aTableRefusesARowThatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("a", "b").row("only one"));
    }

    private static String picture(double pages) {
        return Plot.svg(List.of(new Plot.Panel("pages", Map.of("middle", pages), List.of("middle"), 1.2)));
    }

    private static Report report(long errors) {
        Phase phase = new Phase(1, 1, List.of(new Phase.Operation(Phase.ALL, 1, errors, 1, 1, 1)));
        return new Report(
                        "things",
                        "Title",
                        List.of(MET, MISSED),
                        List.of(new Plot.Panel("cost", Map.of("service", 0.6), List.of("service"), 0.6)),
                        Map.of("CPU", "two cores"))
                .countErrors(phase);
    }
}
