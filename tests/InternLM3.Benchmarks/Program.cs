using System.CommandLine;
using InternLM3.Benchmarks.Quality;
using InternLM3.Benchmarks.Synth;

return await new RootCommand("Measurements and their inputs.") { SynthCommand.Create(), QualityCommand.Create() }.Parse(args).InvokeAsync().ConfigureAwait(false);
