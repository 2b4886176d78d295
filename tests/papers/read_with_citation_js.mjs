// Reads a JSON array of texts, one record each; writes a JSON array of what Citation.js makes of them.
// It runs from a directory that holds the packages: node read.mjs "@bibtex/text" records.json
import { readFileSync } from 'node:fs'
import { plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-csl'
import '@citation-js/plugin-ris'

const [, , forceType, path] = process.argv

function read (text) {
  try {
    return plugins.input.chain(text, { forceType, generateGraph: false })[0]
  } catch (error) {
    return { error: String(error) }
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(path, 'utf8')).map(read)))
