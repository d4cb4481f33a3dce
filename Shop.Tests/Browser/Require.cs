using System.Diagnostics.CodeAnalysis;

namespace Shop.Tests.Browser;

/// <summary>Skips a test whose dependency is missing on a laptop, and fails it in CI.</summary>
static class Require
{
    public static void Unless([DoesNotReturnIf(false)] bool there, string what, string remedy)
    {
        if (there)
            return;
        var sentence = $"{what} is missing: {remedy}.";
        if (Environment.GetEnvironmentVariable("CI") is not null)
            Assert.Fail(sentence);
        Assert.Skip(sentence);
    }
}
