using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Resilience;

// In this process: another one would have to be built first, on the cores that are being measured.
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkRunner.Run<Calls>(DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableLogFile), args);
