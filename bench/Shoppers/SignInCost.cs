using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Shoppers;

/// <summary>The processor time of a sign-in in the API's process against that of one bare hash in this one.</summary>
static class SignInCost
{
    const double Budget = 1.5;
    const int Rounds = 10;
    const int PerRound = 20;

    // OWASP's minimum, the default of the settings Accounts:PasswordMemory and Accounts:PasswordPasses.
    static readonly Argon2id Argon2id = new(
        new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 19 * 1024, NumberOfPasses = 2 });

    /// <summary>Rounds of both alternate, so that a busy machine slows both.</summary>
    public static async Task<bool> MeasureAsync(HttpClient shop, int apiProcess)
    {
        var shopper = new Shopper(shop, [], new Report());
        await shopper.RegisterAsync();
        using var api = Process.GetProcessById(apiProcess);
        using var own = Process.GetCurrentProcess();
        var salt = RandomNumberGenerator.GetBytes(16);
        var (signIns, hashes) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < Rounds; round++)
        {
            var before = ProcessorTime(api);
            for (var i = 0; i < PerRound; i++)
                await shopper.SignInAsync();
            signIns += ProcessorTime(api) - before;
            before = ProcessorTime(own);
            for (var i = 0; i < PerRound; i++)
                Argon2id.DeriveBytes("correct horse 8"u8, salt, 32);
            hashes += ProcessorTime(own) - before;
        }
        var ratio = signIns / hashes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"processor time: sign-in {signIns.TotalMilliseconds / Rounds / PerRound:0.0} ms in the API, " +
            $"bare hash {hashes.TotalMilliseconds / Rounds / PerRound:0.0} ms: {ratio:0.00} times (budget {Budget})"));
        return ratio <= Budget;
    }

    static TimeSpan ProcessorTime(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
