using Shop.Calls;

namespace Activity;

/// <summary>What comes over a line at 8 kHz: speech at known times, and what else is heard there.</summary>
sealed class Line
{
    public const int Rate = 8000;
    const double Level = 0.1;

    static readonly (SpokenLanguage Language, string Words)[] Said =
    [
        (SpokenLanguage.Ukrainian, "Потрібні зимові шини двісті п’ять п’ятдесят п’ять шістнадцять"),
        (SpokenLanguage.Ukrainian, "Так"), (SpokenLanguage.Ukrainian, "Запишіть мене на завтра на пів на четверту"),
        (SpokenLanguage.Ukrainian, "Скільки коштує доставка"),
        (SpokenLanguage.Russian, "Где мой заказ"), (SpokenLanguage.Russian, "Нет, не зимняя, а летняя"),
        (SpokenLanguage.Russian, "Четыре штуки"), (SpokenLanguage.Russian, "Соедините с оператором, пожалуйста"),
        (SpokenLanguage.English, "Do you have winter tires"), (SpokenLanguage.English, "The second one"),
        (SpokenLanguage.English, "Yes"), (SpokenLanguage.English, "How do I return tires that do not fit")
    ];

    static readonly string[] Murmured =
    [
        "the committee has decided to postpone the meeting until the end of the month",
        "my neighbour keeps three dogs and a parrot that never stops talking",
        "in the evening we went down to the harbour and watched the boats come in",
        "nobody could remember where the old map had been hidden all these years"
    ];

    readonly List<(int From, int To)> _utterances = [];

    public required double[] Samples { get; init; }

    /// <summary>The first and the last sample of each utterance.</summary>
    public IReadOnlyList<(int From, int To)> Utterances => _utterances;

    /// <summary>Twelve utterances with 1.5 seconds of silence before and after each.</summary>
    public static async Task<Line> WithSpeechAsync()
    {
        var all = new List<double>();
        var utterances = new List<(int, int)>();
        foreach (var (language, words) in Said)
        {
            all.AddRange(new double[Rate * 3 / 2]);
            var speech = Trim((await Espeak.SpeakAsync(words, language, Rate, default)).Samples);
            utterances.Add((all.Count, all.Count + speech.Length));
            all.AddRange(Scale(speech, Level));
        }
        all.AddRange(new double[Rate * 3 / 2]);
        var line = new Line { Samples = [.. all] };
        line._utterances.AddRange(utterances);
        return line;
    }

    /// <summary>Something else, so many decibels below the speech.</summary>
    public Line With(double[] other, double decibels)
    {
        var level = Level * Math.Pow(10, -decibels / 20);
        var scaled = Scale(other, level);
        var line = new Line { Samples = [.. Samples.Select((sample, i) => sample + scaled[i % scaled.Length])] };
        line._utterances.AddRange(_utterances);
        return line;
    }

    /// <summary>Half a minute of nobody.</summary>
    public static Line Empty() => new() { Samples = new double[30 * Rate] };

    public static double[] White() => [.. Random(30 * Rate)];

    /// <summary>Each octave as loud as the next: traffic, wind, a fan.</summary>
    public static double[] Pink()
    {
        var rows = new double[12];
        var random = new Random(2);
        return
        [
            .. Enumerable.Range(1, 30 * Rate).Select(i =>
            {
                rows[int.TrailingZeroCount(i) % rows.Length] = random.NextDouble() * 2 - 1;
                return rows.Sum();
            })
        ];
    }

    /// <summary>Eight people who talk at once.</summary>
    public static async Task<double[]> BabbleAsync()
    {
        var all = new double[30 * Rate];
        string[] voices = ["en-us+m1", "en-us+f1", "en-gb+m4", "en-gb+f5"];
        for (var i = 0; i < 8; i++)
        {
            var speech = (await Espeak.SpeakAsync(Murmured[i % 4], voices[(i + i / 4) % 4], Rate, default)).Samples;
            for (var at = 0; at < all.Length; at++)
                all[at] += speech[(at + i * Rate * 7 / 10) % speech.Length];
        }
        return all;
    }

    /// <summary>A telephone's tones for busy and for keys, a chord of music, and knocks.</summary>
    public static double[] Tones() =>
    [
        .. Enumerable.Range(0, 30 * Rate).Select(i =>
        {
            var (second, time) = (i / Rate, (double)i / Rate);
            return (second % 6) switch
            {
                0 or 1 => time % 0.5 < 0.25 ? Sine(425) : 0,
                2 => time % 0.2 < 0.1 ? Sine(770) + Sine(1336) : 0,
                3 or 4 => (Sine(262) + Sine(330) + Sine(392)) * (1 - time % 0.5),
                _ => time % 0.5 < 0.06 ? Math.Exp(-time % 0.5 * 60) * Sine(180) * 3 : 0
            };

            double Sine(double hertz) => Math.Sin(2 * Math.PI * hertz * time);
        })
    ];

    static IEnumerable<double> Random(int count)
    {
        var random = new Random(1);
        for (var i = 0; i < count; i++)
            yield return random.NextDouble() * 2 - 1;
    }

    static short[] Trim(short[] speech)
    {
        const int Audible = 300;
        var from = Array.FindIndex(speech, sample => Math.Abs((int)sample) > Audible);
        var to = Array.FindLastIndex(speech, sample => Math.Abs((int)sample) > Audible);
        return speech[from..(to + 1)];
    }

    static double[] Scale(short[] samples, double level) => Scale(Array.ConvertAll(samples, one => (double)one), level);

    static double[] Scale(double[] samples, double level)
    {
        var mean = Math.Sqrt(samples.Average(sample => sample * sample));
        return Array.ConvertAll(samples, sample => sample * level / mean);
    }
}
