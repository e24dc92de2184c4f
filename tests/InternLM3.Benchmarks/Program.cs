using System.CommandLine;
using InternLM3.Benchmarks.Compare;
using InternLM3.Benchmarks.Conversion;
using InternLM3.Benchmarks.EndToEnd;
using InternLM3.Benchmarks.Mathematics;
using InternLM3.Benchmarks.Parts;
using InternLM3.Benchmarks.Quality;
using InternLM3.Benchmarks.Reports;
using InternLM3.Benchmarks.Retrieval;
using InternLM3.Benchmarks.Synth;
using InternLM3.Benchmarks.Tiny;

var root = new RootCommand("Measurements and their inputs.")
{
    SynthCommand.Create(),
    QualityCommand.Create(),
    TinyCommand.Create(),
    PartsCommand.Create(),
    EndToEndCommand.Create(),
    CompareCommand.Create(),
    ReportCommand.Create(),
    RepackCommand.Create(),
    HostileCommand.Create(),
    RetrievalCommand.Create(),
    IngestCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
