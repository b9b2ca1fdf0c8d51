package dev.todoapp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.bench.StartBench.Form;
import dev.todoapp.bench.StartBench.Measured;
import dev.todoapp.bench.StartBench.Start;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartReportTest {

    private static final Start JAR = new Start(6_000, 10_000, 200, 12_000, 250);

    @Test
    void meetsTheBarsWithAThirdOfTheTimeAndLessThanHalfOfTheCpu() {
        Start image = new Start(1_990, 4_500, 180, 6_000, 256);

        assertThat(report(image, image).bars()).allMatch(Bar::isMet);
    }

    @Test
    void missesEachBarByItself() {
        Start good = new Start(1_000, 1_000, 100, 2_000, 200);

        assertThat(missed(good, new Start(2_010, 1_000, 100, 2_000, 200))).containsExactly(0);
        assertThat(missed(new Start(2_410, 1_000, 100, 2_000, 200), good)).containsExactly(1);
        assertThat(missed(good, new Start(1_000, 4_600, 100, 2_000, 200))).containsExactly(2);
        assertThat(missed(new Start(1_000, 4_600, 100, 2_000, 200), good)).containsExactly(3);
        assertThat(missed(good, new Start(1_000, 1_000, 100, 2_000, 257))).containsExactly(4);
        assertThat(missed(new Start(1_000, 1_000, 100, 2_000, 257), good)).containsExactly(4);
    }

    @Test
    void takesOfEachValueTheMiddleOne() {
        assertThat(Start.median(
                        List.of(new Start(1, 30, 2, 9, 5), new Start(2, 20, 3, 8, 4), new Start(3, 10, 1, 7, 6))))
                .isEqualTo(new Start(2, 20, 2, 8, 5));
    }

    @Test
    void saysHowManyTimesSoonerEachFormIs() {
        Start image = new Start(1_500, 2_500, 180, 6_000, 240);

        assertThat(report(image, image).markdown()).contains("| the image's command | 4.00 | 0.250 | 4.00 | 0.250 |");
    }

    private static List<Integer> missed(Start one, Start two) {
        List<Bar> bars = report(one, two).bars();
        return IntStream.range(0, bars.size())
                .filter(i -> !bars.get(i).isMet())
                .boxed()
                .toList();
    }

    private static Report report(Start imageOnOne, Start imageOnTwo) {
        return StartReport.of(new Measured(forms(imageOnOne), forms(imageOnTwo)), Map.of());
    }

    private static Map<Form, Start> forms(Start image) {
        return new EnumMap<>(Map.of(Form.JAR, JAR, Form.EXTRACTED, JAR, Form.IMAGE, image, Form.UNTRAINED, image));
    }
}
