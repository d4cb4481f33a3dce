using System.Buffers;
using Shop.Calls;
using Shop.Voice.Line;
using Shop.Voice.Speech;

namespace Shop.Tests.Voice;

/// <summary>Frames, rates and where speech is: pure functions.</summary>
public class AudioTests
{
    [Fact]
    public void A_frame_is_read_however_it_is_split()
    {
        // The key 5, then two samples at 8 kHz, as Asterisk writes them.
        byte[] bytes = [0x03, 0x00, 0x01, 0x35, 0x10, 0x00, 0x04, 0x01, 0x00, 0xff, 0x7f];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var buffer = Split(bytes, cut);
            Assert.True(AudioSocketFrame.TryRead(ref buffer, out var key));
            Assert.Equal((FrameKind.Key, 0, "35"), (key.Kind, key.Rate, Convert.ToHexString(key.Payload.ToArray())));
            Assert.True(AudioSocketFrame.TryRead(ref buffer, out var audio));
            Assert.Equal((FrameKind.Audio8, 8000), (audio.Kind, audio.Rate));
            Assert.Equal("0100FF7F", Convert.ToHexString(audio.Payload.ToArray()));
            Assert.True(buffer.IsEmpty);
        }
        for (var length = 0; length < 4; length++)
        {
            var part = new ReadOnlySequence<byte>(bytes, 0, length);
            Assert.False(AudioSocketFrame.TryRead(ref part, out _));
        }
        Assert.Equal(bytes[..4], AudioSocketFrame.Of(FrameKind.Key, (byte)'5'));
    }

    [Theory]
    [InlineData(0x01, 15, "An id has 16 bytes, not 15.")]
    [InlineData(0x03, 2, "A key has one byte, not 2.")]
    [InlineData(0x10, 0, "0 bytes are no 16-bit samples.")]
    [InlineData(0x10, 321, "321 bytes are no 16-bit samples.")]
    [InlineData(0x10, 65534, "A frame of 65534 bytes has more than half a second of audio.")]
    [InlineData(0x19, 2, "There is no kind 0x19.")]
    [InlineData(0x18, 65534, null)]
    [InlineData(0x02, 0, null)]
    [InlineData(0xff, 1, null)]
    public void A_frame_that_cannot_be_one_of_a_call_says_why(int kind, int length, string? problem)
    {
        var buffer = new ReadOnlySequence<byte>(AudioSocketFrame.Of((FrameKind)kind, new byte[length]));
        Assert.True(AudioSocketFrame.TryRead(ref buffer, out var frame));
        Assert.Equal(problem, frame.Problem());
    }

    [Theory]
    [InlineData(24000, 8000)]
    [InlineData(22050, 8000)]
    [InlineData(8000, 16000)]
    [InlineData(16000, 44100)]
    public void A_rate_is_changed_without_a_change_of_level_and_in_parts_as_in_one(int from, int to)
    {
        var tone = Tone(1000, from, 0.5);
        var whole = Resampler.Convert(tone, from, to);

        Assert.InRange(whole.Length, to / 2 - 3, to / 2 + 3);
        Assert.InRange(Level(whole) - Level(tone), -0.2, 0.2);
        var resampler = new Resampler(from, to);
        var parts = tone.Chunk(137).SelectMany(part => resampler.Add(part)).ToList();
        Assert.Equal(whole, parts.Concat(resampler.End()));
    }

    [Fact]
    public void What_a_lower_rate_cannot_carry_is_removed()
    {
        var high = Resampler.Convert(Tone(5500, 24000, 0.5), 24000, 8000);
        Assert.InRange(Level(high), -96, -50);
    }

    [Fact]
    public void Speech_begins_after_120_ms_of_it_and_ends_after_its_silence_and_a_knock_is_none()
    {
        var detector = new SpeechDetector(new(), 8000, weights: null);
        Assert.All(Frames(Noise(1)), frame => Assert.Equal(Heard.Nothing, detector.Add(frame, false)));
        // A knock of 60 ms, and a pause.
        Assert.All(
            Frames([.. Tone(300, 8000, 0.06), .. Noise(1)]),
            frame => Assert.Equal(Heard.Nothing, detector.Add(frame, false)));

        var heard = new List<Heard>();
        foreach (var frame in Frames([.. Tone(300, 8000, 1), .. Noise(1)]))
        {
            heard.Add(detector.Add(frame, false));
            if (heard[^1] == Heard.SpeechEnded)
                break;
        }

        Assert.Equal(5, heard.IndexOf(Heard.SpeechBegan));
        Assert.Equal(50 + 30, heard.Count);
        // 300 ms before it, one second of it, and the silence that ended it.
        Assert.InRange(detector.TakeUtterance().Length, 8000 * 1.8, 8000 * 2);
    }

    [Fact]
    public void Steady_noise_is_soon_no_speech_and_an_echo_of_the_bot_does_not_interrupt_it()
    {
        var detector = new SpeechDetector(new(), 8000, weights: null);
        var loud = Frames(Noise(3, 0.05)).Select(frame => detector.Add(frame, false)).ToList();
        Assert.All(loud, heard => Assert.Equal(Heard.Nothing, heard));

        var echo = new SpeechDetector(new(), 8000, weights: null);
        foreach (var frame in Frames(Noise(0.5)))
            echo.Add(frame, true);
        var quiet = Frames(Array.ConvertAll(Tone(300, 8000, 1), sample => (short)(sample / 40))).ToList();
        Assert.All(quiet, frame => Assert.Equal(Heard.Nothing, echo.Add(frame, true)));
        Assert.Contains(Heard.SpeechBegan, quiet.Select(frame => echo.Add(frame, false)));
    }

    [Fact]
    public void The_network_computes_what_its_authors_do()
    {
        // What ONNX Runtime says of the first windows of the apology, with the authors' own file.
        double[] expected =
        [
            0.018, 0.027, 0.024, 0.925, 0.964, 0.990, 0.998, 0.999, 0.999, 0.999, 1.000, 1.000, 1.000, 1.000, 0.668,
            0.740, 0.280, 0.100, 0.036, 0.022, 0.220, 0.279, 0.503, 0.998
        ];
        var (silero, found) = (new Silero(Network()), new List<double>());
        silero.Begin();
        foreach (var window in Apology.In(SpokenLanguage.English, 8000).Chunk(256))
        {
            silero.Add(window);
            found.Add(silero.Probability);
        }

        Assert.All(expected.Index(), one => Assert.Equal(one.Item, found[one.Index], 0.01));
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    public void Words_are_speech_at_every_rate_and_loud_tones_are_not(int rate)
    {
        var detector = new SpeechDetector(new(), rate, Network());
        short[] tone = [.. Tone(440, rate, 0.5), .. Tone(620, rate, 0.5), .. new short[rate]];
        Assert.All(tone.Chunk(rate / 50), frame => Assert.Equal(Heard.Nothing, detector.Add(frame, false)));

        short[] words = [.. Apology.In(SpokenLanguage.English, rate), .. new short[rate]];
        var heard = words.Chunk(rate / 50).Select(frame =>
        {
            var now = detector.Add(frame, false);
            if (now == Heard.SpeechEnded)
                detector.TakeUtterance();
            return now;
        }).ToList();

        Assert.Equal(Heard.SpeechBegan, heard.First(one => one != Heard.Nothing));
        Assert.Equal(Heard.SpeechEnded, heard.Last(one => one != Heard.Nothing));
    }

    static SileroWeights Network()
    {
        var file = Environment.GetEnvironmentVariable("SHOP_SPEECH_MODEL");
        Assert.SkipUnless(File.Exists(file), "./dev test fetches Silero's network with npm.");
        return SileroWeights.Read(file);
    }

    static IEnumerable<short[]> Frames(short[] samples) => samples.Chunk(160).Where(frame => frame.Length == 160);

    static short[] Tone(double frequency, int rate, double seconds) =>
    [
        .. Enumerable.Range(0, (int)(rate * seconds))
            .Select(i => (short)(16000 * Math.Sin(2 * Math.PI * frequency * i / rate)))
    ];

    static short[] Noise(double seconds, double level = 0.001)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, (int)(8000 * seconds))
                .Select(_ => (short)(level * 32767 * (2 * random.NextDouble() - 1)))
        ];
    }

    // Without the ends, where the filter begins and runs out.
    static double Level(short[] samples)
    {
        var middle = samples[(samples.Length / 4)..(3 * samples.Length / 4)];
        var mean = middle.Average(sample => (double)sample * sample);
        return mean == 0 ? -96 : 10 * Math.Log10(mean / (32768.0 * 32768.0));
    }

    static ReadOnlySequence<byte> Split(byte[] bytes, int at)
    {
        var last = new Part(bytes.AsMemory(at), at);
        var first = new Part(bytes.AsMemory(0, at), 0, last);
        return new(first, 0, last, last.Memory.Length);
    }

    sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory, long index, Part? next = null) =>
            (Memory, RunningIndex, Next) = (memory, index, next);
    }
}
