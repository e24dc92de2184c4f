using System.CommandLine;
using InternLM3.Benchmarks.Constraints;
using InternLM3.Benchmarks.Parts;
using InternLM3.Benchmarks.Quality;
using InternLM3.Benchmarks.Synth;
using InternLM3.Benchmarks.Tokenization;

return await new RootCommand("Measurements and their inputs.") { SynthCommand.Create(), QualityCommand.Create(), TokenizerCommand.Create(), ConstraintsCommand.Create(), PartsCommand.Create() }.Parse(args).InvokeAsync().ConfigureAwait(false);
