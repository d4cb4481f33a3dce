using ServiceDefaults;
using Shop.Database;

namespace Shop.Worker.Database;

/// <summary>The command <c>migrate</c>: applies the migrations and ends, with exit code 0 on success.</summary>
static partial class Migrate
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddServiceDefaults();
        builder.AddDatabase();
        builder.Services.AddSingleton<Migrator>();

        using var host = builder.Build();
        await host.StartAsync();
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.Services.GetRequiredService<Migrator>().RunAsync(stopping);
            return 0;
        }
        catch (ShopException e)
        {
            LogFailed(host.Services.GetRequiredService<ILogger<Migrator>>(), e.Message);
            return 1;
        }
        finally
        {
            await host.StopAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    static partial void LogFailed(ILogger logger, string reason);
}
