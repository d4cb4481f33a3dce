using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>
/// Reads the attachments of an event. The beginning of a text is kept, scrubbed. What is not text, such as a
/// screenshot, cannot be scrubbed: only its name, type and size are kept. The bytes decide, whatever the type says.
/// </summary>
sealed partial class SentAttachments(IntakeOptions limits)
{
    const int MaxName = 200;
    const int MaxType = 100;
    const int MaxBytesOfChar = 4;

    // All control characters but tab, line feed, form feed, carriage return, and the escape of terminal colors.
    static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 127]);

    readonly EventTexts _texts = new();
    int _left = limits.MaxAttachmentTexts;

    public Attachment Read(EnvelopeItem item)
    {
        // The folders of a path may have the name of a person: C:\Users\ivan\app.log.
        var path = Envelope.Text(item.Header, "filename") ?? "";
        var name = _texts.Take(path.Split('/', '\\')[^1].Trim(), MaxName);
        var type = _texts.Take(Envelope.Text(item.Header, "content_type"), MaxType);
        var (content, text) = Read(item.Payload.Span);
        return new(string.IsNullOrEmpty(name) ? "attachment" : name, type, item.Payload.Length, content, text);
    }

    (AttachmentContent Content, string? Text) Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.ContainsAny(Controls) || !Utf8.IsValid(bytes))
            return (AttachmentContent.Binary, null);
        var max = Math.Min(limits.MaxAttachmentText, _left);
        if (max == 0 && bytes.Length > 0)
            return (AttachmentContent.OverLimit, null);
        // Twice as much is scrubbed as is kept, so that no half of a secret remains at the end.
        var decoded = Encoding.UTF8.GetString(Beginning(bytes, 2 * max * MaxBytesOfChar)).TrimStart('\ufeff');
        var scrubbed = Scrubber.Text(Escape.Replace(EventTexts.Cut(decoded, 2 * max), Unescaped));
        var text = EventTexts.Cut(scrubbed, max);
        _left -= text.Length;
        var isWhole = text.Length == scrubbed.Length && decoded.Length <= 2 * max;
        return (isWhole ? AttachmentContent.Whole : AttachmentContent.Beginning, text);
    }

    static ReadOnlySpan<byte> Beginning(ReadOnlySpan<byte> bytes, int max)
    {
        if (bytes.Length <= max)
            return bytes;
        // Not within a character.
        while (max > 0 && (bytes[max] & 0b1100_0000) == 0b1000_0000)
            max--;
        return bytes[..max];
    }

    // JSON may have the letters of a name as \u0418, and a quote as \u0022. It stays JSON.
    static string Unescaped(Match escape)
    {
        var code = int.Parse(escape.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (char)code switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            < ' ' or >= '\ud800' and <= '\udfff' => escape.Value,
            var character => $"{character}"
        };
    }

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    static partial Regex Escape { get; }
}
