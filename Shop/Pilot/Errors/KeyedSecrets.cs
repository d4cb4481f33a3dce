using System.Buffers;

namespace Shop.Pilot.Errors;

/// <summary>Finds <c>password=…</c>, <c>"email": "…"</c> and <c>Cookie: …</c> within a text.</summary>
static class KeyedSecrets
{
    static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n,;&)}]<>|\"'");
    static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    public static void Find(ReadOnlySpan<char> text, List<Finding> found)
    {
        for (var sign = 0; sign < text.Length; sign++)
        {
            var offset = text[sign..].IndexOfAny('=', ':');
            if (offset < 0)
                return;
            sign += offset;
            var key = KeyBefore(text[..sign], out var isAfterEscape);
            // "C:\token" has no escape, and "\npin" has one.
            if (isAfterEscape && !SecretKeys.Hides(key))
                key = key[1..];
            if (key.IsEmpty || !SecretKeys.Hides(key))
                continue;
            var start = sign + 1;
            while (start < text.Length && text[start] is ' ' or '\t' or '=' or '>' or '\\')
                start++;
            if (start == text.Length)
                return;
            var end = EndOf(text, ref start, text[sign] == ':' && SecretKeys.HidesLine(key));
            if (end > start)
                found.Add(new(start, end, Scrubber.Filtered));
            sign = Math.Max(sign, end - 1);
        }
    }

    static int EndOf(ReadOnlySpan<char> text, ref int start, bool isLine)
    {
        if (text[start] is '"' or '\'' or '«' && start + 1 < text.Length)
        {
            var quote = text[start] == '«' ? '»' : text[start];
            start++;
            for (var end = start; end < text.Length; end++)
                if (text[end] == quote && text[end - 1] != '\\' || text[end] == '\\' && end + 1 < text.Length
                    && text[end + 1] == quote)
                    return end;
            return text.Length;
        }
        var length = text[start..].IndexOfAny(isLine ? LineEnds : Ends);
        return length < 0 ? text.Length : start + length;
    }

    // The word before the sign, without its quotes.
    static ReadOnlySpan<char> KeyBefore(ReadOnlySpan<char> text, out bool isAfterEscape)
    {
        var end = text.Length;
        while (end > 0 && text[end - 1] is '"' or '\'' or ' ' or '\\' or ']')
            end--;
        var start = end;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.'))
            start--;
        isAfterEscape = start < end && EscapedLine.EndsAt(text, start);
        return text[start..end];
    }
}
