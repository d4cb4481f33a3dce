using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Shop.Tests.Pilot;

public sealed class RotatingFileTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("shop-log-").FullName;

    [Fact]
    public void A_full_file_is_renamed_and_nine_older_ones_are_kept()
    {
        var path = Path.Combine(_directory, "pilot.log");
        using (var file = new RotatingFile(path, maxBytes: 100))
        {
            for (var i = 0; i < 30; i++)
                file.Write($"{i:00} {new string('x', 57)}");
        }

        Assert.Equal(10, Directory.GetFiles(_directory).Length);
        Assert.StartsWith("29 ", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.StartsWith("28 ", File.ReadAllText($"{path}.1"), StringComparison.Ordinal);
        Assert.StartsWith("20 ", File.ReadAllText($"{path}.9"), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_are_written_to_both_files_by_one_process()
    {
        using (var provider = new LogFileProvider(_directory))
        {
            Assert.Throws<IOException>(() => new LogFileProvider(_directory));
            var log = provider.CreateLogger("Shop.Test");
            log.Log(LogLevel.Information, 0, "fine", null, (state, _) => state);
            log.Log(LogLevel.Error, 0, "wrong", new InvalidOperationException("because"), (state, _) => state);
        }

        var all = File.ReadAllText(Path.Combine(_directory, "pilot.log"));
        var errors = File.ReadAllText(Path.Combine(_directory, "pilot_errors.log"));
        Assert.Matches("Information Shop.Test [-0-9a-f]+ fine\n", all);
        Assert.Contains("wrong", all, StringComparison.Ordinal);
        Assert.DoesNotContain("fine", errors, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: because", errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
