using System.ComponentModel;
using System.Diagnostics;

namespace AppHost.Servers;

static class ContainerEngine
{
    /// <summary>A client without its engine is the usual case on a CI machine, so it is the engine's version that is asked for.</summary>
    public static bool Answers(string engine)
    {
        try
        {
            using var client = Process.Start(new ProcessStartInfo(engine, ["version", "--format", "{{.Server.Version}}"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (client is null)
                return false;
            if (client.WaitForExit(TimeSpan.FromSeconds(10)))
                return client.ExitCode == 0;
            client.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
