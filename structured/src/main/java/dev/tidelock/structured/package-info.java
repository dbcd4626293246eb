/// Three-way merge of JSON and YAML documents by what they say, on the text that people wrote.
///
/// | file | purpose |
/// | --- | --- |
/// | [JsonMerger], [YamlMerger], [FileMergers] | the mergers, and which file gets which |
/// | `DocumentMerge` | the order of tries: lines, structure, refusal |
/// | `JsonReader`, `YamlReader`, `TreeBuilder` | text to trees with places in the text |
/// | `TreeMerge`, `MergedNode` | three trees to one |
/// | `Splicer`, `FlowText`, `Layout` | one tree to text, by editing one side's text |
package dev.tidelock.structured;
