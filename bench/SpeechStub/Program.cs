using System.Buffers.Binary;

// Speech services with OpenAI's API that take a fixed time: --delay 300. WireMock does not keep up with hundreds of
// calls on the two processors that are being measured.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var delay = TimeSpan.FromMilliseconds(builder.Configuration.GetValue<int>("delay"));
var app = builder.Build();

string[] said =
[
    "потрібні зимові шини 205 55 16", "скільки коштують ці шини", "где мой заказ",
    "запишіть мене на шиномонтаж на завтра"
];
var next = 0;
var tone = new byte[2 * 24000];
for (var i = 0; i < tone.Length / 2; i++)
{
    var sample = (short)(8000 * Math.Sin(2 * Math.PI * 440 * i / 24000));
    BinaryPrimitives.WriteInt16LittleEndian(tone.AsSpan(2 * i), sample);
}

app.MapGet("/alive", () => "alive");
app.MapPost("/v1/audio/transcriptions", async (HttpRequest request) =>
{
    await request.Body.CopyToAsync(Stream.Null);
    await Task.Delay(delay);
    var text = said[(uint)Interlocked.Increment(ref next) % said.Length];
    return TypedResults.Ok(new { text });
});
app.MapPost("/v1/audio/speech", async (HttpRequest request) =>
{
    await request.Body.CopyToAsync(Stream.Null);
    await Task.Delay(delay);
    return TypedResults.Bytes(tone, "audio/pcm");
});
app.Run();
