using System.Diagnostics;
using System.Globalization;
using Activity;
using Shop.Voice.Line;

// What the detector finds on a line, with the energy gate alone and with the network behind it.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var network = SileroWeights.Read(args[0]);
var speech = await Line.WithSpeechAsync();
var babble = await Line.BabbleAsync();
(string Name, Line Line)[] lines =
[
    ("clean line", speech.With(Line.White(), 40)),
    ("white noise 15 dB", speech.With(Line.White(), 15)),
    ("pink noise 10 dB", speech.With(Line.Pink(), 10)),
    ("pink noise 5 dB", speech.With(Line.Pink(), 5)),
    ("babble 20 dB", speech.With(babble, 20)),
    ("babble 15 dB", speech.With(babble, 15)),
    ("babble 10 dB", speech.With(babble, 10)),
    ("tones, music, knocks", Line.Empty().With(Line.Tones(), 0)),
    ("babble, nobody talks", Line.Empty().With(babble, 10))
];
Console.WriteLine("                          energy gate                    gate and network");
Console.WriteLine("                          found  ended  false  µs/s      found  ended  false  µs/s");
foreach (var (name, line) in lines)
{
    var (gate, both) = (Detect(line, null), Detect(line, network));
    Console.WriteLine($"{name,-22}  {gate}      {both}");
}

static Found Detect(Line line, SileroWeights? weights)
{
    var detector = new SpeechDetector(new(), Line.Rate, weights);
    var (begins, ends) = (new List<int>(), new List<int>());
    var frame = new short[Line.Rate / 50];
    var began = Stopwatch.GetTimestamp();
    for (var at = 0; at + frame.Length <= line.Samples.Length; at += frame.Length)
    {
        for (var i = 0; i < frame.Length; i++)
            frame[i] = (short)Math.Clamp(line.Samples[at + i] * 32768, short.MinValue, short.MaxValue);
        switch (detector.Add(frame, botTalks: false))
        {
            case Heard.SpeechBegan:
                begins.Add(at);
                break;
            case Heard.SpeechEnded:
                detector.TakeUtterance();
                ends.Add(at);
                break;
        }
    }
    var time = Stopwatch.GetElapsedTime(began);
    return Found.Of(line, begins, ends, time.TotalMicroseconds / (line.Samples.Length / Line.Rate));
}
