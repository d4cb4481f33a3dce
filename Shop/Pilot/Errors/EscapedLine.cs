namespace Shop.Pilot.Errors;

/// <summary>
/// In JSON, the lines of a text begin after two characters such as <c>\n</c>, whose letter begins no word.
/// </summary>
static class EscapedLine
{
    public static bool EndsAt(ReadOnlySpan<char> text, int letter) =>
        text[letter] is 'n' or 'r' or 't' && letter > 0 && text[letter - 1] == '\\';
}
