using System.Xml.Linq;
using Shop.Charts;

namespace Shop.Tests.Charts;

public class ChartTests
{
    static readonly DateTimeOffset Midnight = new(2026, 11, 27, 0, 0, 0, TimeSpan.FromHours(3));

    [Fact]
    public void A_line_has_a_gap_where_there_is_no_value_and_a_dot_for_a_value_between_gaps()
    {
        var figure = Parse(Line([10, 20, null, 5, null, 0]));

        var path = (string)figure.Descendants("path").First().Attribute("d")!;
        Assert.Equal(3, path.Count(letter => letter == 'M'));
        Assert.Equal(1, path.Count(letter => letter == 'L'));
        Assert.Equal(2, figure.Descendants("circle").Count());
    }

    [Fact]
    public void A_value_is_drawn_at_its_place_on_the_axis()
    {
        var figure = Parse(Line([0, 20]));

        // The axis ends at 20. Each of the two hours takes half of the width.
        Assert.Equal("M166.5 202L367.5 12", (string)figure.Descendants("path").First().Attribute("d")!);
        Assert.Contains("20 мс", figure.Descendants("text").Select(text => text.Value.Replace('\u00A0', ' ')));
    }

    [Fact]
    public void The_bars_of_an_interval_stand_on_each_other()
    {
        var figure = Parse(new StackedBars
        {
            Id = "bars",
            Title = "Ошибки",
            Description = "По часам.",
            Starts = [Midnight],
            Interval = TimeSpan.FromHours(1),
            Series = [new("ui", [3]), new("data", [1])]
        });

        var bars = figure.Descendants("rect").Where(bar => bar.Attribute("rx") is null).ToList();
        Assert.Equal([142.5, 47.5], bars.Select(bar => (double)bar.Attribute("height")!));
        Assert.Equal((double)bars[0].Attribute("y")!, (double)bars[1].Attribute("y")! + 47.5, 0.1);
        Assert.Equal(["ui", "data"], figure.Descendants("li").Select(entry => entry.Value.Trim()));
    }

    [Fact]
    public void Every_chart_is_named_described_and_has_its_data_as_a_table()
    {
        var figure = Parse(Line([10, 20]));

        var svg = figure.Element("svg")!;
        Assert.Equal("img", (string)svg.Attribute("role")!);
        Assert.Equal("speed-title speed-desc", (string)svg.Attribute("aria-labelledby")!);
        Assert.Equal("Скорость", svg.Element("title")!.Value);
        Assert.Equal("p95 по часам.", svg.Element("desc")!.Value);
        Assert.Equal(
            ["27 ноя, 00:00 10 мс", "27 ноя, 01:00 20 мс"],
            figure.Element("details")!.Descendants("tbody").Single().Elements().Select(
                row => string.Join(' ', row.Elements().Select(cell => cell.Value)).Replace('\u00A0', ' ')));
    }

    [Fact]
    public void A_chart_without_data_says_so()
    {
        var figure = Parse(Line([null, 0]));

        Assert.Empty(figure.Descendants("svg"));
        Assert.Equal("За это время данных нет.", figure.Element("p")!.Value);
    }

    [Fact]
    public void Names_are_encoded_and_nothing_is_inline_style()
    {
        var chart = new BarList
        {
            Id = "names",
            Title = "<b>",
            Description = "",
            NameTitle = "Имя",
            Bars = [new("\"><script>alert(1)</script>", 5, "/a?b=1&c=\"2\""), new("A & B", 0.01)]
        };
        var figure = Parse(chart);

        Assert.Empty(figure.Descendants("script"));
        Assert.Equal("\"><script>alert(1)</script>", figure.Descendants("text").First().Value);
        Assert.Equal("/a?b=1&c=\"2\"", (string)figure.Descendants("a").First().Attribute("href")!);
        // Links in an image as a whole cannot be reached.
        Assert.Equal("group", (string)figure.Element("svg")!.Attribute("role")!);
        Assert.Empty(figure.DescendantsAndSelf().Attributes("style"));
    }

    [Fact]
    public void A_name_that_has_no_room_is_cut_and_no_bar_is_longer_than_full()
    {
        const string name = "Концерт «Времена года» с большим симфоническим оркестром и хором";
        var figure = Parse(new BarList
        {
            Id = "plan",
            Title = "План",
            Description = "",
            NameTitle = "Имя",
            Unit = ChartUnit.Share,
            Full = 1,
            Bars = [new(name, 1.5), new("Б", 0.25)]
        });

        var label = figure.Descendants("text").First();
        Assert.Equal(name, label.Element("title")!.Value);
        Assert.Equal("Концерт «Времена года» с большим симфониче…", ((XText)label.LastNode!).Value);
        Assert.Contains(name, figure.Descendants("table").Single().Value, StringComparison.Ordinal);
        Assert.Equal(
            [Chart.Width, Chart.Width / 4],
            from bar in figure.Descendants("rect")
            where (string?)bar.Attribute("class") == "c0"
            select (double)bar.Attribute("width")!);
    }

    [Fact]
    public void A_funnel_shows_each_step_as_a_share_of_the_one_before()
    {
        var steps = Funnel.StepsOf(
            [("Поиск", 200, null), ("Корзина", 50, null), ("Заказ", 0, null), ("Оплата", 0, null)], ChartTexts.Russian);

        Assert.Equal([null, "25\u00A0%", "0\u00A0%", null], steps.Select(step => step.Note));
    }

    [Fact]
    public void A_state_covers_its_share_of_the_time()
    {
        var figure = Parse(new StateTimeline
        {
            Id = "health",
            Title = "Здоровье",
            Description = "",
            NameTitle = "Проверка",
            From = Midnight,
            To = Midnight.AddHours(4),
            Rows =
            [
                new("Поиск",
                [
                    new(Midnight, Midnight.AddHours(3), "работает", "good"),
                    new(Midnight.AddHours(3), Midnight.AddHours(4), "не работает", "bad")
                ], Href: "/checks?name=Поиск&page=2")
            ]
        });

        var spans = figure.Descendants("rect").Where(span => span.Element("title") is not null).ToList();
        Assert.Equal([301.5, 100.5], spans.Select(span => (double)span.Attribute("width")!));
        Assert.Equal("27 ноя, 03:00 – 27 ноя, 04:00", Assert.Single(figure.Descendants("td"), cell =>
            cell.Value.Contains(':', StringComparison.Ordinal)).Value);
        // In the drawing, and in the table.
        Assert.Equal(
            Enumerable.Repeat("/checks?name=Поиск&page=2", 2),
            figure.Descendants("a").Select(link => (string)link.Attribute("href")!));
    }

    [Fact]
    public void Numbers_and_durations_are_written_as_the_language_does()
    {
        var (russian, english) = (ChartTexts.Russian, ChartTexts.English);

        Assert.Equal("1\u00A0234\u00A0567", russian.Count(1_234_567));
        Assert.Equal("1,234,567", english.Count(1_234_567));
        double[] durations = [0.5, 850, 1250, 120_000, 5_400_000];
        Assert.Equal(
            ["0,5\u00A0мс", "850\u00A0мс", "1,25\u00A0с", "2\u00A0мин", "1,5\u00A0ч"],
            durations.Select(russian.Duration));
        double[] shares = [0.0005, 0.042, 0.567];
        Assert.Equal(["0.05%", "4.2%", "57%"], shares.Select(english.Share));
        Assert.Equal("27 Nov, 00:00", english.Moment(Midnight.ToUniversalTime()));
    }

    [Fact]
    public void A_cell_that_a_spreadsheet_would_calculate_is_text()
    {
        var csv = new Csv();
        csv.Add("=1+1", "a,\"b\"", 1.5m, new DateOnly(2026, 11, 27), null);

        Assert.Equal(
            "\uFEFF'=1+1,\"a,\"\"b\"\"\",1.5,2026-11-27,\r\n",
            System.Text.Encoding.UTF8.GetString(csv.ToBytes()));
    }

    static LineChart Line(IReadOnlyList<double?> values) => new()
    {
        Id = "speed",
        Title = "Скорость",
        Description = "p95 по часам.",
        Starts = [.. values.Index().Select(value => Midnight.AddHours(value.Index))],
        Interval = TimeSpan.FromHours(1),
        Unit = ChartUnit.Milliseconds,
        Series = [new("p95", values)]
    };

    // It is well-formed XML too.
    static XElement Parse(Chart chart) => XElement.Parse(chart.Figure(ChartTexts.Russian).ToString());
}
